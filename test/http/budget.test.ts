import { gzipSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asData, painted, redAndBlue } from './pictures.js';
import { startTiny, type Answer, type TinyServer } from './tiny-server.js';

let server: TinyServer;
let source: { data: string };
beforeAll(async () => {
  server = await startTiny();
  source = asData(await redAndBlue());
});
afterAll(() => server.close());

const box = (i: number) => ({ x: i % 200, y: i % 200, width: 10, height: 10 });
const boxes = (count: number) => Array.from({ length: count }, (_, i) => box(i));

/** The whole operation was refused before anything of it ran. */
function refused(answer: Answer, limit: string, asked: number, allowed: number): void {
  expect([answer.status, answer.body.data]).toEqual([400, undefined]);
  expect(answer.body.errors).toHaveLength(1);
  expect(answer.body.errors[0].extensions).toMatchObject({ code: 'LIMIT_EXCEEDED', limit, asked, allowed });
  expect(answer.body.errors[0].message).toContain(`${limit}: ${asked} `);
}

const codesOf = (answer: Answer): string[] =>
  (answer.body.errors ?? []).map((error: { extensions: { code: string } }) => error.extensions.code);

describe('what a query states, counted before any of it runs', () => {
  const regions = (variables: object, fields: string) =>
    server.query(`query ($source: ImageSource!, $boxes: [BoxInput!]!) { image(source: $source) { ${fields} } }`, { source, ...variables });

  it('regions within regions within regions', async () => {
    const answer = await regions(
      { boxes: boxes(200) },
      'regions(boxes: $boxes) { regions(boxes: $boxes) { regions(boxes: $boxes) { id } } }',
    );
    refused(answer, 'MAX_REGIONS', 200 + 200 ** 2 + 200 ** 3, 1000);
  });

  it('regions by aliases and single ones', async () => {
    const fields = Array.from(
      { length: 5 },
      (_, i) => `a${i}: regions(boxes: $boxes) { region(box: { x: 0, y: 0, width: 9, height: 9 }) { id } }`,
    );
    refused(await regions({ boxes: boxes(150) }, fields.join(' ')), 'MAX_REGIONS', 1500, 1000);
  });

  it('regions in fragments, in the pictures of a list, on both sides of @include', async () => {
    const query = `query ($sources: [ImageSource!]!, $boxes: [BoxInput!]!, $yes: Boolean!, $no: Boolean!) {
      images(sources: $sources) { ... on Image { ...Parts kept: regions(boxes: $boxes) @include(if: $yes) { id } left: regions(boxes: $boxes) @skip(if: $yes) { id }
        never: regions(boxes: $boxes) @include(if: $no) { id } } }
    }
    fragment Parts on Visual { regions(boxes: $boxes) { id } }`;
    const sources = Array.from({ length: 10 }, () => source);
    refused(await server.query(query, { sources, boxes: boxes(60), yes: true, no: false }), 'MAX_REGIONS', 1200, 1000);
  });

  it('a field in two fragments once, as GraphQL answers it', async () => {
    const query = `query ($source: ImageSource!, $boxes: [BoxInput!]!) { image(source: $source) { ...One ...Two } }
      fragment One on Visual { regions(boxes: $boxes) { id } }
      fragment Two on Visual { regions(boxes: $boxes) { width } }`;
    const answer = await server.query(query, { source, boxes: boxes(900) });
    expect([answer.status, answer.body.errors]).toEqual([200, undefined]);
    expect(answer.body.data.image.regions).toHaveLength(900);
    expect(answer.body.extensions.denseql.used.regions).toBe(900);
  });

  it('fragments that double at every level', async () => {
    const spread = (i: number) => `{ ...F${i + 1} }`;
    const levels = [0, 1, 2, 3].map(
      (i) => `fragment F${i} on Visual { a: regions(boxes: $b) ${spread(i)} b: regions(boxes: $b) ${spread(i)} }`,
    );
    const query = `query ($source: ImageSource!, $b: [BoxInput!]!) { image(source: $source) { ...F0 } } ${levels.join(' ')} fragment F4 on Visual { id }`;
    refused(await server.query(query, { source, b: boxes(5) }), 'MAX_REGIONS', 10 + 10 ** 2 + 10 ** 3 + 10 ** 4, 1000);
  });

  it('labels times regions', async () => {
    const labels = Array.from({ length: 128 }, (_, i) => `"thing ${i}"`).join();
    const answer = await regions(
      { boxes: boxes(200) },
      `regions(boxes: $boxes) { segmentation(labels: [${labels}]) { segments { score } } }`,
    );
    refused(answer, 'MAX_LABEL_REGIONS', 200 * 128, 20_000);
  });

  it('different pictures, across aliases and lists', async () => {
    const names = Array.from({ length: 60 }, (_, i) => `a${i}: images(sources: [{ upload: "${i}" }, { sample: "cat" }]) { __typename }`);
    refused(await server.query(`{ ${names.join(' ')} }`), 'MAX_IMAGES', 61, 32);
  });

  it('outcomes of long lists of equal pictures', async () => {
    const sources = Array.from({ length: 5000 }, () => ({ sample: 'cat' }));
    const aliases = Array.from({ length: 60 }, (_, i) => `a${i}: images(sources: $s) { __typename }`).join(' ');
    refused(await server.query(`query ($s: [ImageSource!]!) { ${aliases} }`, { s: sources }), 'MAX_ANSWER_FIELDS', 300_000, 100_000);
  });

  it('the schema over and over', async () => {
    const read = (times: number) =>
      server.query(`{ ${Array.from({ length: times }, (_, i) => `a${i}: __schema { queryType { name } }`).join(' ')} }`);
    const answer = await read(6);
    expect([answer.status, codesOf(answer)]).toEqual([400, ['BAD_INPUT']]);
    expect((await read(5)).body.errors).toBeUndefined();
  });

  it('one field hundreds of times', async () => {
    const repeat = (times: number) => server.query(`{ ${'samples { id } '.repeat(times)} }`);
    const answer = await repeat(401);
    expect([answer.status, codesOf(answer)]).toEqual([400, ['BAD_INPUT']]);
    expect((await repeat(400)).body.errors).toBeUndefined();
  });

  it('lets pass, counted, what lies within', async () => {
    const answer = await regions({ boxes: boxes(1000) }, 'regions(boxes: $boxes) { id }');
    expect([answer.status, answer.body.errors, answer.body.extensions.denseql.used.regions]).toEqual([200, undefined, 1000]);
  });
});

describe('equal pictures', () => {
  it('are one, however often and in whatever way they are named', async () => {
    const png = await painted(300, 200, '#0a0b0c');
    const uploaded = (await (await fetch(`${server.url}uploads`, { method: 'POST', body: new Uint8Array(png) })).json()) as { id: string };
    const sources = Array.from({ length: 32 }, (_, i) => (i % 2 ? asData(png) : { upload: uploaded.id }));
    const aliases = Array.from({ length: 60 }, (_, i) => `a${i}: images(sources: $sources) { ... on Image { content } }`).join(' ');
    const answer = await server.query(`query ($sources: [ImageSource!]!) { ${aliases} }`, { sources });
    expect(answer.body.errors).toBeUndefined();
    expect(Object.values(answer.body.data).flat()).toHaveLength(1920);
    const { used } = answer.body.extensions.denseql;
    expect([used.images, used.decodes, used.inlineBytes]).toEqual([1, 1, asData(png).data.length]);
  });

  it('share a pass across aliases', async () => {
    const data = asData(await painted(280, 280, '#0c0b0a'));
    const answer = await server.query(
      'query ($s: ImageSource!) { a: image(source: $s) { embedding } b: image(source: $s) { embedding } }',
      { s: data },
    );
    expect(answer.body.extensions.denseql).toMatchObject({ encoderRuns: 1, used: { passes: 1, decodes: 1 } });
    expect(answer.body.data.a).toEqual(answer.body.data.b);
  });
});

describe('what is made', () => {
  const noise = async (side: number) => {
    // A linear congruential generator: bytes that no PNG can compress, the same each time.
    let state = 1;
    const pixels = Buffer.from(
      Array.from({ length: side * side * 3 }, () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) >>> 24),
    );
    const raw = { width: side, height: side, channels: 3 as const };
    return asData(await sharp(pixels, { raw }).png().toBuffer());
  };

  it('rendered pixels, before they are rendered; the fields that fit are answered', async () => {
    const small = await startTiny({ MAX_RENDERED_PIXELS: 250 * 250 * 3 });
    try {
      const picture = await noise(250);
      const fields = Array.from({ length: 14 }, (_, i) => `a${i}: picture(maxSize: ${250 + i}, format: PNG) { width }`).join(' ');
      const answer = await small.query(`query ($s: ImageSource!) { image(source: $s) { ${fields} } }`, { s: picture });
      expect(Object.values(answer.body.data.image).filter(Boolean)).toHaveLength(3);
      expect([...new Set(codesOf(answer))]).toEqual(['LIMIT_EXCEEDED']);
      expect(answer.body.errors[0].extensions.limit).toBe('MAX_RENDERED_PIXELS');
      expect(answer.body.extensions.denseql.used.renderedPixels).toBe(250 * 250 * 3);
    } finally {
      await small.close();
    }
  });

  it('bytes of the answer, at the field that goes beyond', async () => {
    const small = await startTiny({ MAX_ANSWER_BYTES: 400_000 });
    try {
      const picture = await noise(250);
      const fields = Array.from({ length: 14 }, (_, i) => `a${i}: picture(maxSize: ${250 + i}, format: PNG) { dataUri }`).join(' ');
      const answer = await small.query(`query ($s: ImageSource!) { image(source: $s) { ${fields} } }`, { s: picture });
      expect(answer.status).toBe(200);
      expect(answer.text.length).toBeLessThan(420_000);
      expect(new Set(answer.body.errors.map((error: { extensions: { limit: string } }) => error.extensions.limit))).toEqual(
        new Set(['MAX_ANSWER_BYTES']),
      );
      expect(Object.values(answer.body.data.image).filter(Boolean).length).toBeGreaterThan(0);
    } finally {
      await small.close();
    }
  });

  it('says what an answer weighs about as it does', async () => {
    const answer = await server.query(
      `query ($s: ImageSource!) { image(source: $s) { embedding segmentation(labels: ["red", "blue"]) { segments { label score mask { png rle { counts } } scoreMap { values } } } } }`,
      { s: source },
    );
    const { answerBytes } = answer.body.extensions.denseql.used;
    expect(answerBytes).toBeGreaterThan(0.8 * JSON.stringify(answer.body.data).length);
    expect(answerBytes).toBeLessThan(1.6 * JSON.stringify(answer.body.data).length);
  });

  it('fields of long lists, before they are gone through', async () => {
    const small = await startTiny({ MAX_ANSWER_FIELDS: 1000 });
    try {
      const query = `query ($s: ImageSource!, $b: [BoxInput!]!) { image(source: $s) { regions(boxes: $b) { id width height } } }`;
      const over = await small.query(query, { s: source, b: boxes(334) });
      expect([codesOf(over), over.body.errors[0].extensions.limit, over.body.errors[0].extensions.asked]).toEqual([
        ['LIMIT_EXCEEDED'],
        'MAX_ANSWER_FIELDS',
        1002,
      ]);
      const within = await small.query(query, { s: source, b: boxes(333) });
      expect(within.body.errors).toBeUndefined();
    } finally {
      await small.close();
    }
  });

  it('decodes, beyond which nothing is decoded', async () => {
    const small = await startTiny({ MAX_DECODES: 3 });
    try {
      const fields = Array.from({ length: 4 }, (_, i) => `a${i}: picture(maxSize: ${100 + i}) { width }`).join(' ');
      const answer = await small.query(`query ($s: ImageSource!) { image(source: $s) { ${fields} } }`, { s: source });
      expect(answer.body.errors.map((error: { extensions: { limit: string } }) => error.extensions.limit)).toEqual([
        'MAX_DECODES',
        'MAX_DECODES',
      ]);
    } finally {
      await small.close();
    }
  });
});

describe('large values', () => {
  it('in variables are counted before they are read by the schema', async () => {
    const sources = Array.from({ length: 30_000 }, () => ({ sample: 'cat' }));
    const answer = await server.query('query ($s: [ImageSource!]!) { images(sources: $s) { __typename } }', { s: sources });
    refused(answer, 'MAX_VALUES', 50_001, 50_000);
    for (const strange of [Object.fromEntries(sources.slice(0, 600).map((_, i) => [`key${i}`, 1])), { ['x'.repeat(300)]: 1 }]) {
      const refusal = await server.query('{ __typename }', { strange });
      expect([refusal.status, codesOf(refusal), refusal.text.length < 500]).toEqual([400, ['BAD_INPUT'], true]);
    }
  });

  it('are seen before they are parsed where they are many, compressed or not', async () => {
    const body = JSON.stringify({ query: '{ __typename }', variables: { list: Array.from({ length: 1_000_000 }, () => 1) } });
    const answers = [await server.send(body), await server.send(gzipSync(body), { 'content-encoding': 'gzip' })];
    expect(answers.map(({ status, body: { errors } }) => [status, errors[0].extensions.limit])).toEqual([
      [413, 'MAX_VALUES'],
      [413, 'MAX_VALUES'],
    ]);
    const nested = await server.send(`{"query":"{ __typename }","variables":{"a":${'['.repeat(500_000)}${']'.repeat(500_000)}}}`);
    expect([nested.status, codesOf(nested)]).toEqual([413, ['LIMIT_EXCEEDED']]);
  });

  it('may be in strings of a query, and in no name', async () => {
    const long = 'x'.repeat(1_000_000);
    const named = await server.query(`{ image${long} }`);
    expect([named.status, codesOf(named), named.text.length < 500]).toEqual([400, ['BAD_INPUT'], true]);
    for (const text of [`"${long}"`, `"\\"${long}"`, `"""${long} "quoted" ${long}"""`]) {
      const answer = await server.query(`{ image(source: { data: ${text} }) { id } }`);
      expect([answer.status, codesOf(answer)]).toEqual([200, [expect.stringMatching(/BAD_INPUT|BAD_IMAGE/)]]);
    }
    const literal = await server.query(`{ image(source: { data: "${source.data}" }) { width } } # ${long}`);
    expect(literal.body.data.image.width).toBe(448);
  });

  it('with many mistakes are told ten of them', async () => {
    const query = 'query ($s: ImageSource!, $b: [BoxInput!]!) { image(source: $s) { regions(boxes: $b) { id } } }';
    const answer = await server.query(query, { s: source, b: Array.from({ length: 1000 }, () => 'x') });
    expect([answer.status, new Set(codesOf(answer)), codesOf(answer).length]).toEqual([400, new Set(['BAD_USER_INPUT']), 11]);
  });

  it('are not repeated by the messages that refuse them', async () => {
    const long = 'x'.repeat(1_000_000);
    for (const query of [
      'query ($n: Int!) { image(source: { sample: "cat" }) { picture(maxSize: $n) { id } } }',
      'query ($n: Detail!) { image(source: { sample: "cat" }, detail: $n) { id } }',
    ]) {
      const answer = await server.query(query, { n: long });
      expect([answer.status, answer.text.length < 5000]).toEqual([400, true]);
    }
    const label = await server.query('query ($s: ImageSource!, $l: String!) { image(source: $s) { segmentation(labels: [$l]) { id } } }', {
      s: source,
      l: long,
    });
    expect(label.body.errors[0]).toMatchObject({ message: expect.stringContaining('at most 200'), extensions: { code: 'BAD_INPUT' } });
  });
});

describe('an answer that is too large', () => {
  it('says so a hundred times and no more: what asked for too much must not get as many errors', async () => {
    const small = await startTiny({ MAX_ANSWER_BYTES: 20_000 });
    try {
      const fields = Array.from({ length: 20 }, (_, i) => `a${i}: embedding`).join(' ');
      const answer = await small.query(
        `query ($s: ImageSource!, $b: [BoxInput!]!) { image(source: $s) { regions(boxes: $b) { ${fields} } } }`,
        {
          s: source,
          b: boxes(500),
        },
      );
      expect(answer.body.data.image.regions).toHaveLength(500);
      expect(answer.body.data.image.regions.at(-1)).toMatchObject({ a0: null, a19: null });
      expect([...new Set(codesOf(answer))]).toEqual(['LIMIT_EXCEEDED']);
      expect(answer.body.errors.length).toBeLessThan(130);
      expect(answer.text.length).toBeLessThan(200_000);
    } finally {
      await small.close();
    }
  });
});

describe('the deadline', () => {
  it('covers decoding: pictures that still wait for it are told so', async () => {
    const brief = await startTiny({ DEADLINE_MS: 150, MAX_IMAGES: 400, MAX_BODY_BYTES: 64 * 1024 * 1024 });
    try {
      const large = await Promise.all(Array.from({ length: 24 }, (_, i) => painted(3000, 3000, `rgb(${i}, 0, 0)`).then(asData)));
      const answer = await brief.query('query ($sources: [ImageSource!]!) { images(sources: $sources) { ... on Problem { code } } }', {
        sources: large,
      });
      const codes = answer.body.data.images.map((outcome: { code?: string }) => outcome.code);
      expect(codes.at(-1)).toBe('DEADLINE_EXCEEDED');
      // Nothing of it is left behind: the next client's picture is decoded at once.
      const next = await brief.query('query ($s: ImageSource!) { image(source: $s) { width } }', { s: source });
      expect(next.body.data.image.width).toBe(448);
    } finally {
      await brief.close();
    }
  });
});

it('says in serverInfo what an operation may use, in the words in which it says what one used', async () => {
  const { body } = await server.query(
    `{ serverInfo { limits { images inlineBytes decodes regions passes texts labelRegions maskPixels renderedPixels answerFields answerBytes } } }`,
  );
  expect(Object.keys(body.extensions.denseql.used).sort()).toEqual(Object.keys(body.data.serverInfo.limits).sort());
});

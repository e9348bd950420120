import { readFileSync } from 'node:fs';
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asData, painted, redAndBlue } from './pictures.js';
import { startTiny } from './tiny-server.js';
import type { Answer, TinyServer } from './tiny-server.js';

let server: TinyServer;
let png: Buffer;
let source: { data: string };
beforeAll(async () => {
  server = await startTiny({ MAX_BODY_BYTES: 2 * 1024 * 1024 });
  png = await redAndBlue();
  source = asData(png);
});
afterAll(() => server.close());

/** Nothing of how the server is made may show in an answer. */
const INSIDES = /node_modules|\/work\/|\/src\/|\bat .+\(.+:\d+:\d+\)|\.(ts|js):\d+|stacktrace|ENOENT/;

const codes = (answer: Answer): string[] =>
  (answer.body?.errors ?? []).map((error: { extensions: { code: string } }) => error.extensions.code);

/** The answer has this status and just these codes, and shows nothing of the insides. */
function check(answer: Answer, status: number, ...expected: string[]): void {
  expect(answer.text).not.toMatch(INSIDES);
  expect([answer.status, ...new Set(codes(answer))]).toEqual([status, ...expected]);
}

const image = (fields: string, picture: unknown = source) =>
  server.query(`query ($source: ImageSource!) { image(source: $source) { ${fields} } }`, { source: picture });

/** A PNG whose header claims a size, with one row of pixels behind it. */
function claiming(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const out = Buffer.alloc(12 + data.length);
    out.writeUInt32BE(data.length, 0);
    body.copy(out, 4);
    out.writeUInt32BE(crc32(body), 8 + data.length);
    return out;
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const rows = deflateSync(Buffer.alloc(1 + Math.min(width, 30_000) * 3));
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    chunk('IHDR', header),
    chunk('IDAT', rows),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function crc32(bytes: Buffer): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

describe('pictures that are none', () => {
  const text = (content: string) => () => Buffer.from(content);
  const cases: [string, () => Buffer | Promise<Buffer>, string][] = [
    ['no bytes', () => Buffer.alloc(0), 'BAD_IMAGE'],
    ['noise', () => Buffer.from(Array.from({ length: 500 }, (_, i) => (i * 97) % 251)), 'BAD_IMAGE'],
    ['zeros', () => Buffer.alloc(1000), 'BAD_IMAGE'],
    ['a PNG cut in its header', () => png.subarray(0, 20), 'BAD_IMAGE'],
    ['a PNG cut in its body', () => png.subarray(0, png.length - 80), 'BAD_IMAGE'],
    ['a JPEG cut in its body', async () => (await sharp(png).jpeg().toBuffer()).subarray(0, 900), 'BAD_IMAGE'],
    ['a WebP cut in its body', async () => (await sharp(png).webp().toBuffer()).subarray(0, 60), 'BAD_IMAGE'],
    ['a signature alone', () => png.subarray(0, 8), 'BAD_IMAGE'],
    ['a bomb of 30000 x 30000', () => claiming(30_000, 30_000), 'IMAGE_TOO_LARGE'],
    ['a claim of 2 billion pixels a side', () => claiming(0x7fffffff, 0x7fffffff), 'BAD_IMAGE'],
    ['a claim of no pixels', () => claiming(0, 0), 'BAD_IMAGE'],
    ['a claim larger than its body', () => claiming(3000, 3000), 'BAD_IMAGE'],
    [
      'SVG',
      text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><image href="file:///etc/passwd"/></svg>'),
      'UNSUPPORTED_FORMAT',
    ],
    [
      'SVG behind an XML head',
      text('<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg>&x;</svg>'),
      'UNSUPPORTED_FORMAT',
    ],
    ['HTML', text('<!DOCTYPE html><html><script>alert(1)</script></html>'), 'UNSUPPORTED_FORMAT'],
    ['PDF', text('%PDF-1.7 ...'), 'UNSUPPORTED_FORMAT'],
    [
      'a JPEG signature before text',
      () => Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from('hello'.repeat(50))]),
      'BAD_IMAGE',
    ],
    ['a GIF signature alone', text('GIF89a'), 'BAD_IMAGE'],
  ];
  it.each(cases)('%s', async (_name, bytes, code) => {
    const answer = await image('width', asData(await bytes()));
    check(answer, 200, code);
    expect(answer.body.data.image).toBeNull();
  });
});

describe('sources that lead nowhere', () => {
  it.each<[string, unknown, string]>([
    ['an unknown sample', { sample: 'nowhere' }, 'UNKNOWN_SAMPLE'],
    ['a sample with a path', { sample: '../../package.json' }, 'UNKNOWN_SAMPLE'],
    ['a sample named like a member of objects', { sample: '__proto__' }, 'UNKNOWN_SAMPLE'],
    ['an unknown upload', { upload: 'f'.repeat(64) }, 'UPLOAD_NOT_FOUND'],
    ['a very long id', { upload: 'x'.repeat(100_000) }, 'UPLOAD_NOT_FOUND'],
    ['an address', { url: 'http://169.254.169.254/latest/meta-data' }, 'URL_FORBIDDEN'],
    ['a file address', { url: 'file:///etc/passwd' }, 'URL_FORBIDDEN'],
    ['no base64', { data: '***not base64***' }, 'BAD_INPUT'],
    ['base64 of a wrong length', { data: 'abcde' }, 'BAD_INPUT'],
    ['a data URI without data', { data: 'data:image/png' }, 'BAD_INPUT'],
    ['an empty text', { data: '' }, 'BAD_IMAGE'],
  ])('%s', async (_name, picture, code) => {
    check(await image('width', picture), 200, code);
  });
  it.each<[string, unknown]>([
    ['none', {}],
    ['two', { sample: 'cat', upload: 'x' }],
    ['null', { sample: null }],
    ['a member that there is not', { file: '/etc/passwd' }],
    ['a number', 7],
    ['missing', undefined],
  ])('%s is refused before anything runs', async (_name, picture) => {
    const answer = await server.query('query ($source: ImageSource!) { image(source: $source) { width } }', { source: picture });
    check(answer, 400, 'BAD_USER_INPUT');
  });
  it('the type in a data URI is not believed', async () => {
    const { body } = await image('width', { data: `data:text/html;base64,${source.data}` });
    expect(body.data.image.width).toBe(448);
  });
});

describe('pictures of odd shapes are answered', () => {
  it.each([
    [1, 1],
    [1, 4000],
    [4000, 1],
    [3, 2],
  ])('%i x %i', async (width, height) => {
    const picture = asData(await painted(width, height, '#ff0000'));
    const answer = await image(
      'width height embedding picture { width height } region(box: { x: 0, y: 0, width: 1, height: 1 }) { segmentation(labels: ["red"]) { segments { coverage } } } segmentation(labels: ["red"]) { segments { coverage box { width height } mask { rle { size } } } }',
      picture,
    );
    check(answer, 200);
    expect(answer.body.data.image).toMatchObject({ width, height, segmentation: { segments: [{ coverage: 1, box: { width, height } }] } });
  });
});

describe('labels', () => {
  const segment = (labels: unknown, more = '') =>
    server.query(
      `query ($source: ImageSource!, $labels: [String!]!) { image(source: $source) { width segmentation(labels: $labels${more}) { segments { label } } } }`,
      { source, labels },
    );

  it.each<[string, unknown, string]>([
    ['none', [], 'BAD_INPUT'],
    ['an empty one', ['red', ''], 'BAD_INPUT'],
    ['blanks', ['   '], 'BAD_INPUT'],
    ['one twice', ['red', 'red'], 'BAD_INPUT'],
    ['one twice after trimming', ['red', ' red '], 'BAD_INPUT'],
    ['300 of them', Array.from({ length: 300 }, (_, i) => `label ${i}`), 'LIMIT_EXCEEDED'],
    ['a very long one', ['x'.repeat(10_000)], 'BAD_INPUT'],
    ['control characters', ['re\u0000d'], 'BAD_INPUT'],
    ['half a surrogate pair', ['\ud83d'], 'BAD_INPUT'],
  ])('%s', async (_name, labels, code) => {
    const answer = await segment(labels);
    check(answer, 200, code);
    expect(answer.body.data.image).toEqual({ width: 448, segmentation: null });
  });
  it.each<[string, string]>([
    ['an emoji', '🚌'],
    ['a family of emoji', '👨‍👩‍👧‍👦'],
    ['another script', 'красный автобус'],
    ['right to left', 'حافلة'],
    ['what looks like a template', '{} {}'],
    ['what looks like a pattern', '$& $1 \\d+'],
    ['what looks like markup', '<script>alert(1)</script>'],
    ['a member of objects', '__proto__'],
  ])('%s is a label like any other', async (_name, label) => {
    const answer = await segment([label, 'red']);
    check(answer, 200);
    expect(answer.body.data.image.segmentation.segments).toEqual([{ label }, { label: 'red' }]);
  });
  it.each([
    [', prompts: { templates: [] }', 'BAD_INPUT'],
    [', prompts: { templates: ["no place"] }', 'BAD_INPUT'],
    [', prompts: { synonyms: [{ label: "blue", texts: ["sea"] }] }', 'BAD_INPUT'],
    [', background: [""]', 'BAD_INPUT'],
    [', maxSize: 0', 'BAD_INPUT'],
    [', maxSize: 2000000000', 'BAD_INPUT'],
  ])('with%s', async (more, code) => {
    check(await segment(['red'], more), 200, code);
  });
});

describe('work without measure', () => {
  it('200 zoomed regions', async () => {
    const boxes = Array.from({ length: 200 }, (_, i) => ({ x: i, y: i, width: 10, height: 10 }));
    const answer = await server.query(
      'query ($source: ImageSource!, $boxes: [BoxInput!]!) { image(source: $source) { width regions(boxes: $boxes, zoom: true) { embedding } } }',
      { source, boxes },
    );
    check(answer, 200, 'LIMIT_EXCEEDED');
    expect(answer.body.errors[0].extensions).toMatchObject({ limit: 'MAX_PASSES', asked: 200, allowed: 32 });
    expect(answer.body.extensions.denseql.encoderRuns).toBe(0);
  });
  it('200 regions without zoom are one pass', async () => {
    const boxes = Array.from({ length: 200 }, (_, i) => ({ x: i, y: i, width: 10, height: 10 }));
    const answer = await server.query(
      'query ($source: ImageSource!, $boxes: [BoxInput!]!) { image(source: $source) { regions(boxes: $boxes) { embedding } } }',
      {
        source: asData(await painted(448, 448, '#00ff01')),
        boxes,
      },
    );
    check(answer, 200);
    expect(answer.body.extensions.denseql.encoderRuns).toBe(1);
  });
  it.each([
    ['outside', '{ x: 448, y: 0, width: 5, height: 5 }'],
    ['empty', '{ x: 0, y: 0, width: 0, height: 5 }'],
    ['turned around', '{ x: 10, y: 10, width: -5, height: 5 }'],
    ['far too large to count', '{ x: 1e308, y: 0, width: 1e308, height: 5 }'],
  ])('a box %s', async (_name, box) => {
    check(await image(`width region(box: ${box}) { id }`), 200, 'BAD_INPUT');
  });
  it('an encoder that is not served', async () => {
    check(await server.query('{ image(source: { sample: "cat" }, encoder: "../other") { id } }'), 200, 'BAD_INPUT');
  });
});

describe('queries without measure', () => {
  const nested = (depth: number) => `${'region(box: { x: 0, y: 0, width: 9, height: 9 }) { '.repeat(depth)}id${' }'.repeat(depth)}`;
  it.each<[string, () => string, string]>([
    ['40 levels', () => `{ image(source: { sample: "cat" }) { ${nested(40)} } }`, 'MAX_DEPTH'],
    ['500 aliases', () => `{ ${Array.from({ length: 500 }, (_, i) => `a${i}: __typename`).join(' ')} }`, 'MAX_ALIASES'],
    ['5000 tokens', () => `{ ${'__typename '.repeat(5000)} }`, 'MAX_TOKENS'],
    ['200 directives', () => `{ serverInfo { ${'version @include(if: true) '.repeat(200)} } }`, 'MAX_DIRECTIVES'],
    [
      'depth hidden in fragments',
      () =>
        `{ image(source: { sample: "cat" }) { ...a } } ${['a', 'b', 'c', 'd'].map((name, i, all) => `fragment ${name} on Visual { region(box: { x: 0, y: 0, width: 9, height: 9 }) { region(box: { x: 0, y: 0, width: 9, height: 9 }) { region(box: { x: 0, y: 0, width: 9, height: 9 }) { region(box: { x: 0, y: 0, width: 9, height: 9 }) { ${all[i + 1] ? `...${all[i + 1]}` : 'id'} } } } } }`).join(' ')}`,
      'MAX_DEPTH',
    ],
  ])('%s', async (_name, query, limit) => {
    const answer = await server.query(query());
    expect(answer.status).toBe(400);
    expect(answer.body.errors.map((error: { extensions: unknown }) => error.extensions)).toContainEqual(
      expect.objectContaining({ code: 'LIMIT_EXCEEDED', limit }),
    );
    expect(answer.text).not.toMatch(INSIDES);
  });
  it('a fragment that contains itself', async () => {
    check(
      await server.query('{ image(source: { sample: "cat" }) { ...f } } fragment f on Image { id ...f }'),
      400,
      'GRAPHQL_VALIDATION_FAILED',
    );
  });
  it('the query that playgrounds send to learn the schema is none of these', async () => {
    const { getIntrospectionQuery } = await import('graphql');
    check(await server.query(getIntrospectionQuery({ inputValueDeprecation: true, oneOf: true })), 200);
  });
});

describe('requests that are no queries', () => {
  it.each<[string, string | Buffer, Record<string, string>, number, string]>([
    ['broken JSON', '{"query": "{ __typename }"', {}, 400, 'BAD_REQUEST'],
    ['an empty body', '', {}, 400, 'BAD_REQUEST'],
    ['a number', '7', {}, 400, 'BAD_REQUEST'],
    ['a batch', '[{"query":"{__typename}"}]', {}, 400, 'BAD_REQUEST'],
    ['no query', '{"variables":{}}', {}, 400, 'BAD_REQUEST'],
    ['a query that is no text', '{"query":{"a":1}}', {}, 400, 'BAD_REQUEST'],
    ['variables that are a list', '{"query":"{__typename}","variables":[1]}', {}, 400, 'BAD_REQUEST'],
    ['an unknown operation', '{"query":"query A {__typename}","operationName":"B"}', {}, 400, 'OPERATION_RESOLUTION_FAILURE'],
    ['broken syntax', '{"query":"{ image("}', {}, 400, 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', '{"query":"{ secrets }"}', {}, 400, 'GRAPHQL_VALIDATION_FAILED'],
    ['an unknown mutation', '{"query":"mutation { drop }"}', {}, 400, 'GRAPHQL_VALIDATION_FAILED'],
    ['a form', 'query={__typename}', { 'content-type': 'application/x-www-form-urlencoded' }, 415, 'BAD_REQUEST'],
    ['an odd charset', '{"query":"{__typename}"}', { 'content-type': 'application/json; charset=iso-8859-1' }, 415, 'BAD_REQUEST'],
    ['an odd compression', '{"query":"{__typename}"}', { 'content-encoding': 'x-odd' }, 415, 'BAD_REQUEST'],
    ['what is no gzip', '{"query":"{__typename}"}', { 'content-encoding': 'gzip' }, 400, 'BAD_REQUEST'],
    ['3 MB where 2 are allowed', Buffer.alloc(3 * 1024 * 1024, 32), {}, 413, 'LIMIT_EXCEEDED'],
    ['bytes that are no UTF-8', Buffer.from([0x22, 0xff, 0xfe, 0x22]), {}, 400, 'BAD_REQUEST'],
  ])('%s', async (_name, body, headers, status, code) => {
    check(await server.send(body, headers), status, code);
  });
  it.each([
    '/nowhere',
    '/graphiql/../../package.json',
    '/graphiql/%2e%2e/%2e%2e/package.json',
    '/graphiql/%00',
    '/pictures/..%2f..%2fpackage.json',
    '/%E0%A4%A',
  ])('the path %s', async (path) => {
    const response = await fetch(`${server.url.slice(0, -1)}${path}`);
    const text = await response.text();
    expect([400, 404]).toContain(response.status);
    expect(text).not.toMatch(INSIDES);
    expect(text).not.toContain(JSON.parse(readFileSync('package.json', 'utf8')).description);
  });
});

it('after all of this the server is well', async () => {
  expect((await fetch(`${server.url}health/ready`)).status).toBe(200);
  const { body } = await image('segmentation(labels: ["red"]) { segments { coverage } }');
  expect(body.data.image.segmentation.segments[0].coverage).toBeCloseTo(0.5, 1);
  expect(server.app.platform.encoder.status().restarts).toBe(0);
});

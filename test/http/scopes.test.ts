import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMemoryStores } from '../../src/core/encoder/store/memory-store.js';
import { readConfig, type Config } from '../../src/core/config.js';
import type { EncoderStores } from '../../src/core/encoder/store/store.js';
import { asData, painted, redAndBlue } from './pictures.js';
import { startTiny } from './tiny-server.js';
import type { TinyServer } from './tiny-server.js';

const [A, B] = ['a-key-0123456789-abcdefghij', 'b-key-0123456789-abcdefghij'];
const API_KEYS = `a=${A},b=${B}`;
const SECRET = '0123456789abcdef0123456789abcdef';
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

const QUERY = `query ($source: ImageSource!) { image(source: $source) { id content
  picture(maxSize: 20) { id url }
  segmentation(labels: ["red", "blue"]) { id meta { encoderRuns cacheHit } segments { mask { area } } }
} }`;

/** A server, and what the holders of its keys do there. */
async function startKeyed(settings: Partial<Config> = {}, stores?: EncoderStores) {
  const server = await startTiny({ API_KEYS, SECRET, ...settings }, stores && { stores });
  const as = (key: string) => ({
    ask: async (source: object, query = QUERY) =>
      (await server.send(JSON.stringify({ query, variables: { source } }), { 'x-api-key': key })).body,
    upload: async (bytes: Buffer) => {
      const response = await fetch(`${server.url}uploads`, { method: 'POST', headers: { 'x-api-key': key }, body: new Uint8Array(bytes) });
      return ((await response.json()) as { id: string }).id;
    },
  });
  return { server, a: as(A), b: as(B) };
}

let png: Buffer;
let keyed: Awaited<ReturnType<typeof startKeyed>>;
beforeAll(async () => {
  png = await redAndBlue();
  keyed = await startKeyed();
});
afterAll(() => keyed.server.close());

describe('two keys that ask about one picture', () => {
  it('each pay for it once, and get the same answers', async () => {
    const { a, b } = keyed;
    const source = asData(png);
    const [first, again] = [await a.ask(source), await a.ask(source)];
    const other = await b.ask(source);
    const cost = ({ data, extensions }: typeof first) => [
      data.image.segmentation.meta,
      extensions.denseql.encoderRuns,
      extensions.denseql.textRuns > 0,
    ];
    expect(cost(first)).toEqual([{ encoderRuns: 1, cacheHit: false }, 1, true]);
    expect(cost(again)).toEqual([{ encoderRuns: 0, cacheHit: true }, 0, false]);
    expect(cost(other)).toEqual(cost(first));
    // What an answer is stays what it is, whoever asks.
    for (const { image } of [again.data, other.data]) {
      const { id, content, segmentation, picture } = first.data.image;
      expect([image.id, image.content, image.segmentation.id, image.picture.id]).toEqual([id, content, segmentation.id, picture.id]);
      expect(image.segmentation.segments).toEqual(segmentation.segments);
    }
    expect(first.data.image.content).toBe(sha256(png));
  });

  it('each pay for it when they ask at once', async () => {
    const source = asData(await painted(448, 448, '#00ff00'));
    const query =
      'query ($source: ImageSource!) { image(source: $source) { segmentation(labels: ["green", "lime"]) { meta { encoderRuns cacheHit } } } }';
    const asked = [keyed.a, keyed.b, keyed.a].map(({ ask }) => ask(source, query));
    const [first, other, second] = (await Promise.all(asked)).map(({ extensions }) => extensions.denseql);
    // Both of one key share a pass.
    expect([first.encoderRuns + second.encoderRuns, first.textRuns + second.textRuns]).toEqual([1, 1]);
    expect([other.encoderRuns, other.textRuns, other.cacheHits]).toEqual([1, 1, 0]);
  });

  it('do not find uploads of each other, nor learn of them', async () => {
    const { a, b } = keyed;
    const id = await a.upload(png);
    expect(id).toMatch(/^[0-9a-f]{64}$/);
    expect(await a.upload(png)).toBe(id);
    const missing = async (of: string) => (await b.ask({ upload: of })).errors;
    expect(await missing(id)).toMatchObject([{ extensions: { code: 'UPLOAD_NOT_FOUND' } }]);
    // Neither by what the picture's bytes tell.
    expect(await missing(sha256(png))).toMatchObject([{ extensions: { code: 'UPLOAD_NOT_FOUND' } }]);
    expect((await a.ask({ upload: sha256(png) })).errors).toMatchObject([{ extensions: { code: 'UPLOAD_NOT_FOUND' } }]);
    expect((await a.ask({ upload: id })).data.image.content).toBe(sha256(png));
    const theirs = await b.upload(png);
    expect(theirs).not.toBe(id);
    expect((await b.ask({ upload: theirs })).data.image.content).toBe(sha256(png));
    expect((await a.ask({ upload: theirs })).errors).toMatchObject([{ extensions: { code: 'UPLOAD_NOT_FOUND' } }]);
  });

  it('get rendered pictures under names that the other cannot guess, and that need no key', async () => {
    const { server, a, b } = keyed;
    const source = asData(await painted(64, 64, 'blue'));
    const picture = async ({ ask }: typeof a) => (await ask(source)).data.image.picture as { id: string; url: string };
    const [first, again] = [await picture(a), await picture(a)];
    expect(again).toEqual(first);
    const bytes = Buffer.from(await (await fetch(new URL(first.url, server.url))).arrayBuffer());
    expect(sha256(bytes)).toBe(first.id);
    // Before the other one asks: neither the content nor its own name leads there.
    expect(first.url).not.toContain(first.id);
    expect((await fetch(new URL(`/pictures/${first.id}.${first.url.split('.').at(-1)}`, server.url))).status).toBe(404);
    const other = await picture(b);
    expect(other.id).toBe(first.id);
    expect(other.url).not.toBe(first.url);
  });
});

describe('names', () => {
  it('follow from the secret: equal on every server that has it, others where it is another or none', async () => {
    const id = await keyed.a.upload(png);
    for (const [settings, equal] of [
      [{}, true],
      [{ API_KEYS: `b=${A},a=${B}` }, false],
      [{ SECRET: 'f'.repeat(32) }, false],
      [{ SECRET: '' }, false],
    ] as const) {
      const other = await startKeyed(settings);
      try {
        const theirs = await other.a.upload(png);
        expect([theirs === id, theirs === sha256(png)]).toEqual([equal, false]);
      } finally {
        await other.server.close();
      }
    }
  });

  it('are hashes of content where there are no keys, as on every server without', async () => {
    const server: TinyServer = await startTiny();
    try {
      const response = await fetch(`${server.url}uploads`, { method: 'POST', body: new Uint8Array(png) });
      expect(((await response.json()) as { id: string }).id).toBe(sha256(png));
      const { picture } = (await server.query(QUERY, { source: asData(png) })).body.data.image;
      expect(picture.url).toContain(`/pictures/${picture.id}.`);
    } finally {
      await server.close();
    }
  });

  it('are not made of a short secret', async () => {
    await expect(startTiny({ API_KEYS, SECRET: 'short' })).rejects.toThrow(/^DENSEQL_SECRET: has 5 characters/);
  });
});

describe('what is kept for a key', () => {
  it('is kept under its scope in whatever store, whose keys tell nothing of the key', async () => {
    const memory = createMemoryStores(readConfig({}));
    const written: string[] = [];
    const stores: EncoderStores = {
      features: { ...memory.features, set: async (key, value) => (written.push(key, value.key), memory.features.set(key, value)) },
      texts: { ...memory.texts, set: async (key, value) => (written.push(key), memory.texts.set(key, value)) },
    };
    const { server, a, b } = await startKeyed({}, stores);
    try {
      for (const client of [a, b]) await client.ask(asData(png));
      // Beside the features' own key, which methods see, no key is written twice.
      expect(new Set(written).size).toBe(written.length - 1);
      const scopes = new Set(written.flatMap((key) => /:([0-9a-f]{32}):/.exec(key)?.[1] ?? []));
      expect(scopes.size).toBe(2);
      for (const secret of [A, B, SECRET]) expect(written.join()).not.toContain(secret);
    } finally {
      await server.close();
    }
  });
});

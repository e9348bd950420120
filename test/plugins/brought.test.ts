import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import {
  CLOCK,
  ENCODER,
  inject,
  Segmenter,
  SOURCES,
  STORES,
  type Clock,
  type EncodedText,
  type NamedSource,
  type PassFeatures,
  type PictureSource,
  type SegmentCall,
  type Store,
} from '../../src/core/index.js';
import { buildPicture, createFakeEncoder, createTestServer, type TestServer } from '../../src/testing/index.js';
import { half, plugin, sdl } from './good.js';

const QUERY = `query ($source: ImageSource!) { image(source: $source) {
  width height segmentation(labels: ["red"], by: { maskclip: {} }) { meta { encoderRuns cacheHit pack } } } }`;

async function withServer<Value>(options: Parameters<typeof createTestServer>[0], use: (server: TestServer) => Promise<Value>) {
  const server = await createTestServer(options);
  try {
    return await use(server);
  } finally {
    await server.close();
  }
}

describe("a plugin's picture source", () => {
  const asked: NamedSource[] = [];
  class Archive implements PictureSource {
    async fetch(source: NamedSource): Promise<Uint8Array | null> {
      asked.push(source);
      if (source['archive'] === 'broken') return new Uint8Array([1, 2, 3]);
      if (source['archive'] === 'down') throw new Error('the archive is down');
      if (source['archive'] === 'text') return 'no bytes' as unknown as Uint8Array;
      if (source['archive'] !== 'cat' && source.sample !== 'mine') return null;
      return readFile(new URL('../../samples/cat.jpg', import.meta.url));
    }
  }
  const archive = plugin({
    schema: `${sdl('bad')} extend input ImageSource { "Name in the archive." archive: String }`,
    provide: [{ token: SOURCES, use: Archive }],
  });

  it('serves pictures of its own, by a member that its schema adds and under a name of the server, once an operation', () =>
    withServer({ plugins: [archive] }, async (server) => {
      const text = `{ a: image(source: { archive: "cat" }) { width } b: image(source: { archive: "cat" }) { width }
        c: image(source: { sample: "mine" }) { width } d: image(source: { sample: "cat" }) { width } }`;
      const { data, errors } = await server.query(text);
      expect(errors).toBeUndefined();
      expect(data.a.width).toBeGreaterThan(100);
      expect(data).toEqual({ a: data.a, b: data.a, c: data.a, d: data.a });
      expect(asked.map((source) => ({ ...source }))).toEqual([{ archive: 'cat' }, { sample: 'mine' }, { sample: 'cat' }]);
      expect(server.logged).toContainEqual(expect.objectContaining({ plugin: 'bad', msg: 'Pictures are asked for at this plugin first.' }));
    }));

  it.each([
    ['broken', 'BAD_IMAGE', /not a picture/],
    ['down', 'PLUGIN_FAILED', /^Plugin "bad" failed in its method "fetch"\.$/],
    ['text', 'PLUGIN_FAILED', /^Plugin "bad": `fetch` of its picture source must give a Uint8Array, or null\.$/],
    ['none', 'BAD_INPUT', /^source\.archive: the plugin "bad" has no such picture\. Check how it is written\.$/],
  ])('that gives %s fails at its picture: %s', (name, code, message) =>
    withServer({ plugins: [archive] }, async (server) => {
      const text = `{ bad: image(source: { archive: "${name}" }) { width } good: image(source: { sample: "cat" }) { width } }`;
      const { data, errors } = await server.query(text);
      expect(data?.good?.width ?? data).toBeTruthy();
      expect(errors).toHaveLength(1);
      expect(errors![0]!.extensions?.['code']).toBe(code);
      expect(errors![0]!.message).toMatch(message);
    }),
  );

  it('is held against the limits of uploads', () =>
    withServer({ plugins: [archive], settings: { MAX_UPLOAD_BYTES: 1000 } }, async (server) => {
      const { errors } = await server.query('{ image(source: { archive: "cat" }) { width } }');
      expect(errors?.[0]?.message).toMatch(/^MAX_UPLOAD_BYTES: .*1000 allowed/);
    }));
});

it("a plugin's feature store is asked, and what it finds costs no pass", async () => {
  const counts = { hits: 0, misses: 0 };
  const store = <Value>(): Store<Value> => {
    const kept = new Map<string, Value>();
    const look = (key: string): Value | undefined => {
      counts[kept.has(key) ? 'hits' : 'misses'] += 1;
      return kept.get(key);
    };
    return { get: async (keys) => keys.map(look), set: async (key, value) => void kept.set(key, value), bytes: () => kept.size };
  };
  class Counting {
    readonly features = store<PassFeatures>();
    readonly texts = store<EncodedText>();
  }
  const counting = plugin({ provide: [{ token: STORES, use: Counting }] });
  await withServer({ encoder: 'tiny', plugins: [counting] }, async (server) => {
    const { source } = await buildPicture({ width: 56, height: 56, background: [255, 0, 0] });
    const ask = async () => (await server.query(QUERY, { source })).data.image.segmentation.meta;
    expect(await ask()).toMatchObject({ encoderRuns: 1, cacheHit: false });
    expect([counts.hits, counts.misses > 0]).toEqual([0, true]);
    expect(await ask()).toMatchObject({ encoderRuns: 0, cacheHit: true });
    expect(counts.hits).toBeGreaterThanOrEqual(2);
  });
});

it("a plugin's encoder answers in place of the packs'", async () => {
  const encoder = createFakeEncoder();
  class Elsewhere {
    constructor() {
      return encoder;
    }
  }
  await withServer({ encoder: 'tiny', plugins: [plugin({ provide: [{ token: ENCODER, use: Elsewhere }] })] }, async (server) => {
    const { source } = await buildPicture({ width: 56, height: 56, background: [255, 0, 0] });
    const { data, errors } = await server.query(QUERY, { source });
    expect(errors).toBeUndefined();
    expect(data.image.segmentation.meta).toMatchObject({ pack: encoder.manifest.name, encoderRuns: 1 });
    expect(encoder.passes).toBe(1);
  });
});

it('CLOCK is the time of the machine, unless the plugin provides another', async () => {
  class Timed implements Segmenter {
    constructor(@inject(CLOCK) private readonly clock: Clock) {}

    async segment(call: SegmentCall) {
      return half(call, String(Math.round(this.clock.now())));
    }
  }
  class Stopped {
    now = () => 7;
    after = () => () => undefined;
  }
  const formOf = (provide: readonly { token: symbol; use: new () => unknown }[]) =>
    withServer({ plugins: [plugin({ methods: [{ task: Segmenter, key: 'bad', use: Timed }], provide })] }, async (server) => {
      const { source } = await buildPicture({ width: 56, height: 56, background: [255, 0, 0] });
      const { data } = await server.query(QUERY.replace('maskclip', 'bad').replace('encoderRuns', 'form encoderRuns'), { source });
      return Number(data.image.segmentation.meta.form);
    });
  expect(await formOf([{ token: CLOCK, use: Stopped }])).toBe(7);
  const before = Math.floor(performance.now());
  expect(await formOf([])).toBeGreaterThanOrEqual(before);
});

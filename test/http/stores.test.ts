import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/core/config.js';
import { createMemoryStores } from '../../src/core/encoder/store/memory-store.js';
import type { EncoderStores, Store } from '../../src/core/encoder/store/store.js';
import { asData, redAndBlue } from './pictures.js';
import { startTiny } from './tiny-server.js';

const QUERY =
  'query ($source: ImageSource!) { image(source: $source) { embedding segmentation(labels: ["red", "blue"]) { segments { score mask { rle { counts } } } meta { cacheHit } } } }';

/** Keeps values as a store elsewhere would: as bytes, answered a turn later. */
function faraway<Value>(kept: Map<string, Buffer>): Store<Value> {
  return {
    async get(keys) {
      await new Promise(setImmediate);
      return keys.map((key) => (kept.has(key) ? (revive(kept.get(key)!) as Value) : undefined));
    },
    async set(key, value) {
      await new Promise(setImmediate);
      kept.set(
        key,
        Buffer.from(JSON.stringify(value, (_, part: unknown) => (part instanceof Float32Array ? { floats: [...part] } : part))),
      );
    },
    bytes: () => [...kept.values()].reduce((sum, { length }) => sum + length, 0),
  };
}
const revive = (bytes: Buffer): unknown =>
  JSON.parse(bytes.toString(), (_, part: { floats?: number[] } | null) =>
    Array.isArray(part?.floats) ? Float32Array.from(part.floats) : part,
  );

describe('what encoders gave', () => {
  let source: { data: string };
  let expected: unknown;
  beforeAll(async () => {
    source = asData(await redAndBlue());
    const server = await startTiny();
    expected = (await server.query(QUERY, { source })).body.data.image;
    await server.close();
  });
  const kept = { features: new Map<string, Buffer>(), texts: new Map<string, Buffer>() };
  const stores: EncoderStores = { features: faraway(kept.features), texts: faraway(kept.texts) };
  afterAll(() => kept.features.clear());

  it('is kept in another store by one value in the composition, and serves a second server', async () => {
    const first = await startTiny({}, { stores });
    const answer = await first.query(QUERY, { source });
    expect(answer.body.data.image).toEqual(expected);
    await first.close();
    expect([kept.features.size, kept.texts.size]).toEqual([1, 4]);

    const second = await startTiny({}, { stores });
    const again = await second.query(QUERY, { source });
    expect(again.body.extensions.denseql).toMatchObject({ encoderRuns: 0, textRuns: 0 });
    expect(again.body.data.image.segmentation.segments).toEqual(
      (expected as { segmentation: { segments: unknown } }).segmentation.segments,
    );
    expect(again.body.data.image.segmentation.meta.cacheHit).toBe(true);
    const { body } = await second.query('{ serverInfo { encoder { featureCacheBytes } } }');
    expect(body.data.serverInfo.encoder.featureCacheBytes).toBe(stores.features.bytes());
    await second.close();
  });

  it('costs a pass, and no answer, where the store fails', async () => {
    const broken = { get: () => Promise.reject(new Error('gone')), set: () => Promise.reject(new Error('gone')), bytes: () => 0 };
    const server = await startTiny({}, { stores: { features: broken, texts: broken } });
    for (let round = 0; round < 2; round += 1) {
      const { body } = await server.query(QUERY, { source });
      expect(body.errors).toBeUndefined();
      expect(body.extensions.denseql.encoderRuns).toBe(1);
    }
    await server.close();
  });

  it('is bounded in memory, where nothing else is said', async () => {
    const { texts } = createMemoryStores({ ...readConfig({}), TEXT_CACHE_BYTES: 200 });
    const encoded = (value: number) => ({ vector: Float32Array.of(value, value), tokens: 3, read: 3, known: 1, unknown: 0 });
    for (let i = 0; i < 20; i += 1) await texts.set(`text ${i}`, encoded(i));
    expect(texts.bytes()).toBeLessThanOrEqual(200);
    expect(await texts.get(['text 0', 'text 19'])).toEqual([undefined, encoded(19)]);
  });
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silent, tinyFolder } from '../../../test/fixtures/packs/tiny-encoder.js';
import { ovsegCheckpoint, ovsegReference } from '../../../test/onnx/ovseg.js';
import { furthest } from '../../../test/onnx/released.js';
import { readConfig } from '../config.js';
import type { Encoder } from '../encoder/contract/encoder.js';
import { createEncoderPool } from '../encoder/pool/create-encoder-pool.js';
import type { EncoderPool } from '../encoder/pool/pool.js';
import type { Box } from '../geometry/box.js';
import { Operation } from '../operation.js';
import { compilePack } from '../packs/making/compile-pack.js';
import type { Visual } from '../visual/visual.js';
import { Cost } from './cost.js';
import { createLook } from './look.js';

const { pixels, side, cases } = ovsegReference();
const box: Box = { x: 0, y: 0, width: side, height: side };
const mapOf = (data: Float32Array, frame = box) => ({ channels: 1, rows: side, columns: side, data, frame });

describe('parts told by a mask', () => {
  let models: string;
  let pool: EncoderPool;
  beforeAll(async () => {
    models = await mkdtemp(join(tmpdir(), 'denseql-masked-'));
    const config = readConfig({ DENSEQL_DEVICE: 'cpu', DENSEQL_THREADS: '1', DENSEQL_PACK: tinyFolder, DENSEQL_MODELS_DIR: models });
    const licences = [{ part: 'checkpoint', licence: 'none', source: 'random numbers' }];
    const checkpoint = ovsegCheckpoint();
    await compilePack({ checkpoint, out: join(models, 'ovseg'), name: 'ovseg', licences, calibrate: false, config });
    await rm(checkpoint, { recursive: true });
    pool = await createEncoderPool({ config, log: silent });
  });
  afterAll(async () => {
    await pool.close();
    await rm(models, { recursive: true });
  });

  /** The reference's picture, as a visual of an encoder. */
  function looking(name = 'ovseg', maxPasses = 9) {
    const limits = { passes: maxPasses, texts: 1, maskPixels: 1 };
    const operation = new Operation('test', new AbortController().signal, Infinity, limits);
    const encoder: Encoder = pool.find(name);
    const asked: Box[] = [];
    const decodePart = async (part: Box) => (asked.push(part), pixels);
    const visual = { operation, encoder, box, picture: { content: 'some', ...box }, decodePart } as unknown as Visual;
    const cost = new Cost();
    const look = createLook(visual, { limits: { maxPasses, maxPixels: 1e6 }, owner: { name: 'test' }, cost, operation });
    return { look, cost, asked, operation };
  }

  it('have the vectors that torch gives, a pass each, and equal ones once', async () => {
    const { look, cost, operation } = looking();
    const parts = cases.map(({ mask }) => ({ box, mask: mapOf(mask) }));
    const [vectors] = await Promise.all([look.encodeMasked(parts), look.encodeMasked(parts.slice(0, 2))]);
    vectors.forEach((vector, index) => expect(furthest(vector, cases[index]?.vector ?? [])).toBeLessThan(2e-5));
    expect([cost.encoderRuns, operation.tally.encoderRuns]).toEqual([5, 5]);
  });

  it('are cut out, and their masks sampled to them', async () => {
    const { look, asked } = looking();
    const left = { x: 0, y: 0, width: side / 2, height: side };
    // What lies right of the part says nothing of it: all of it is seen.
    const mask = Float32Array.from({ length: side * side }, (_, cell) => (cell % side < side / 2 ? 1 : 0));
    const [vector] = await look.encodeMasked([{ box: left, mask: mapOf(mask) }]);
    expect(asked).toEqual([left]);
    expect(furthest(vector ?? [], cases[0]?.vector ?? [])).toBeLessThan(2e-5);
  });

  it.each([
    ['a pack without mask prompts', 'tiny', [{ box, mask: mapOf(cases[0]!.mask) }], 'PLUGIN_UNAVAILABLE', 'no mask prompts'],
    ['a box outside', 'ovseg', [{ box: { ...box, x: side }, mask: mapOf(cases[0]!.mask) }], 'BAD_INPUT', 'parts[0].box'],
    ['a map that is none', 'ovseg', [{ box, mask: { ...mapOf(cases[0]!.mask), rows: 3 } }], 'BAD_INPUT', 'parts[0].mask'],
    ['NaN', 'ovseg', [{ box, mask: mapOf(cases[0]!.mask.map(() => NaN)) }], 'BAD_INPUT', 'parts[0].mask'],
    ['too many', 'ovseg', Array.from({ length: 10 }, () => ({ box, mask: mapOf(cases[0]!.mask) })), 'LIMIT_EXCEEDED', 'MAX_PASSES'],
  ])('are refused before a pass: %s', async (_, encoder, parts, code, message) => {
    const { look, operation } = looking(encoder);
    const error = await look.encodeMasked(parts).then(
      () => null,
      (failure: unknown) => failure,
    );
    expect(error).toMatchObject({ code, message: expect.stringContaining(message) });
    expect(operation.tally.encoderRuns).toBe(0);
  });
});

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TINY } from '../../../test/onnx/checkpoint-files.js';
import { expectRaw, GRIDS, pixels, reference } from '../../../test/onnx/tiny-references.js';
import { operation, silent, tinyFolder } from '../../../test/fixtures/packs/tiny-encoder.js';
import { readConfig } from '../config.js';
import { compilePack } from '../packs/making/compile-pack.js';
import { cropFeatures } from '../visual/crop-features.js';
import { createCompute } from './compute.js';
import { ownFeatures } from './own.js';
import { createEncoderPool } from '../encoder/pool/create-encoder-pool.js';
import { cutPatches } from '../visual/cut-patches.js';
import type { Encoder } from '../encoder/contract/encoder.js';
import { wholeFeatures, type Features } from '../visual/features.js';
import type { EncoderPool } from '../encoder/pool/pool.js';

/** As a method has it: features are the method's own copies of the host's. */
function computeOf(encoder: Encoder) {
  const compute = createCompute(encoder, operation(), { name: 'test' });
  return {
    tail: ({ features, ...call }: Parameters<typeof compute.tail>[0]) => compute.tail({ ...call, features: ownFeatures(features) }),
  };
}

describe('the tail of a compiled checkpoint, beside another pack', () => {
  let models: string;
  let pool: EncoderPool;
  let clip: Encoder;
  const settings = { DENSEQL_DEVICE: 'cpu', DENSEQL_THREADS: '1', DENSEQL_PACK: tinyFolder };

  beforeAll(async () => {
    models = await mkdtemp(join(tmpdir(), 'denseql-tail-'));
    const config = readConfig({ ...settings, DENSEQL_MODELS_DIR: models });
    const licences = [{ part: 'checkpoint', licence: 'none', source: 'random numbers' }];
    await compilePack({ checkpoint: TINY, out: join(models, 'clip'), name: 'clip', licences, calibrate: false, config });
    pool = await createEncoderPool({ config, log: silent });
    clip = pool.find('clip');
  });
  afterAll(async () => {
    await pool.close();
    await rm(models, { recursive: true });
  });

  const features = async (name: 'native_a' | 'stretch_b'): Promise<Features> => {
    const { data, shape } = pixels(name);
    const [, height = 0, width = 0] = shape;
    const frame = { x: 0, y: 0, width, height };
    const request = { key: name, width, height, frame, pixels: () => Promise.resolve(data) };
    return wholeFeatures((await clip.encodeImage(request, operation())).features, 'clip');
  };

  it.each([
    ['native_a', 'maskclip', 'IDENTITY', false],
    ['native_a', 'maskclip_official_code', 'IDENTITY', true],
    ['native_a', 'naclip', 'KK_OMEGA', false],
    ['stretch_b', 'sclip', 'QQ_KK', true],
    ['stretch_b', 'naclip', 'KK_OMEGA', false],
  ] as const)('of %s is that of the published %s', async (name, form, attention, residual) => {
    const pass = await features(name);
    expect(pass.output('taps.last').dims).toEqual([1 + pass.rows * pass.columns, 96]);
    const vectors = await computeOf(clip).tail({ features: pass, attention, residual });
    expectRaw(vectors.data, reference(`dense_${form}_${name}_raw`).data, form);
  });

  it('of a region is a part of that of the whole picture', async () => {
    const whole = await features('stretch_b');
    const { rows, columns } = whole;
    const box = { x: 16, y: 32, width: 48, height: 32 };
    const compute = computeOf(clip);
    const call = { attention: 'KK_OMEGA', residual: false } as const;
    const part = await compute.tail({ ...call, features: cropFeatures(whole, box, clip.manifest.outputs) });
    const all = await compute.tail({ ...call, features: whole });
    expect([rows, columns]).toEqual([...GRIDS.stretch_b]);
    expect(part).toEqual(cutPatches(all, columns, { row: 2, column: 1, rows: 2, columns: 3 }));
  });

  it('is not there for the other pack, nor for its features', async () => {
    const { features: other } = await pool.active.encodeImage(
      {
        key: 'x',
        width: 112,
        height: 56,
        frame: { x: 0, y: 0, width: 112, height: 56 },
        pixels: () => Promise.resolve(new Uint8Array(112 * 56 * 3)),
      },
      operation(),
    );
    const call = { features: wholeFeatures(other, 'tiny'), attention: 'IDENTITY', residual: false } as const;
    await expect(computeOf(pool.active).tail(call)).rejects.toMatchObject({ code: 'PLUGIN_UNAVAILABLE' });
    await expect(computeOf(clip).tail(call)).rejects.toMatchObject({ code: 'PLUGIN_FAILED' });
  });
});

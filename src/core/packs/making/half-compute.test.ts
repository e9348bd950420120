import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { float32, removeFolders, TINY, variant } from '../../../../test/onnx/checkpoint-files.js';
import { silent } from '../../../../test/fixtures/packs/tiny-encoder.js';
import { readConfig } from '../../config.js';
import { createPooledEncoder } from '../../encoder/pool/pooled-encoder.js';
import { listPacks } from '../list-packs.js';
import { loadPack } from '../load-pack.js';
import { shownPrecision } from '../shown-precision.js';
import { compilePack, type CompilePackCall } from './compile-pack.js';

const config = readConfig({ DENSEQL_DEVICE: 'cpu', DENSEQL_THREADS: '1' });
const licences = [{ part: 'checkpoint', licence: 'none', source: 'random numbers' }];
/** Nearer than products in halves are, and no nearer than sums in single precision are. */
const NEAR = { mean: 1 - 1e-10, least: 1 - 1e-10, single: 1 - 1e-10 };

let root: string;
beforeAll(async () => (root = await mkdtemp(join(tmpdir(), 'half-compute-'))));
afterAll(async () => {
  await rm(root, { recursive: true, force: true });
  removeFolders();
});

const compile = (name: string, more: Partial<CompilePackCall> = {}) =>
  compilePack({
    checkpoint: TINY,
    out: join(root, name),
    name,
    licences,
    calibrate: false,
    precision: 'fp16',
    compute: 'fp16',
    config,
    ...more,
  });

/** A checkpoint whose third block's attention adds 96 * 30000 / 2 to every token, far beyond what a half holds. */
const beyond = (): string =>
  variant({
    tensors: (tensors) => {
      const layer = 'vision_model.encoder.layers.2.self_attn';
      tensors.set(`${layer}.v_proj.bias`, float32(new Array<number>(96).fill(30_000)));
      tensors.set(`${layer}.out_proj.weight`, float32(new Array<number>(96 * 96).fill(0.5), [96, 96]));
    },
  });

describe('a pack that computes in halves', () => {
  it('says so, with its loss, and holds its golden vectors on the CPU', async () => {
    const manifest = await compile('halves');
    expect(manifest).toMatchObject({ precision: 'fp16', compute: 'fp16' });
    expect(manifest.summary).toMatch(
      /in fp16, whose blocks are computed in fp16\. Cosine of fp16 computed in fp16 with fp32 on .* text 1\.0000/,
    );
    const [listed] = (await listPacks(root)).filter(({ name }) => name === 'halves');
    expect(listed).toMatchObject({ precision: 'fp16', compute: 'fp16' });
    expect(shownPrecision(listed!)).toBe('fp16, computed in fp16');
    const encoder = createPooledEncoder({ pack: await loadPack(join(root, 'halves')), pinned: true, config, log: silent });
    await encoder.ready();
    expect(encoder.status().device).toBe('cpu');
    await encoder.close();
  });

  it('is measured with every rounding that halves bring, which the CPU leaves out', async () => {
    // Every matrix of this checkpoint is half already: weights alone lose nothing that can be seen.
    await compile('weights', { compute: 'fp32', lossLimits: NEAR });
    await expect(compile('refused', { lossLimits: NEAR })).rejects.toMatchObject({
      code: 'PACK_INVALID',
      message: expect.stringMatching(/fp16 computed in fp16 is too far .* without --compute/) as string,
    });
  });

  it('is not made of weights that are no halves', async () => {
    for (const precision of ['fp32', 'int8'] as const)
      await expect(compile('mixed', { precision })).rejects.toMatchObject({
        code: 'BAD_INPUT',
        details: { field: 'compute' },
        message: expect.stringContaining(`would be ${precision}: give --precision fp16, too`) as string,
      });
  });

  it('is not made where products are beyond a half, though its weights are not', async () => {
    const checkpoint = beyond();
    await compile('large', { checkpoint, compute: 'fp32' });
    const before = await readdir(root);
    await expect(compile('infinite', { checkpoint })).rejects.toMatchObject({
      code: 'PACK_INVALID',
      message: expect.stringMatching(/gives NaN or infinity in .*beyond 65504.*without --compute/) as string,
    });
    expect(await readdir(root)).toEqual(before);
  });
});

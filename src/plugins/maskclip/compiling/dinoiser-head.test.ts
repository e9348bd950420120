import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadNpy } from '../../../../test/fixtures/npy/load-npy.js';
import { CheckpointError } from '../../../onnx/checkpoint-error.js';
import { buildDinoiser } from './dinoiser-head.js';

const fixtures = fileURLToPath(new URL('../../../../test/fixtures/dinoiser/', import.meta.url));
const GRID = [4, 7] as const;
const N = GRID[0] * GRID[1];

const load = (name: string): Float32Array => loadNpy(join(fixtures, `${name}.npy`)).data as Float32Array;
const furthest = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Math.max(...Array.from(a, (value, index) => Math.abs(value - b[index]!)));

describe('buildDinoiser', () => {
  const features = load('features');
  const dense = load('dense');
  let out: string;
  let session: InferenceSession;
  const run = async (threshold: number, given = session) => {
    const { pooled, objectness } = await given.run({
      features: new Tensor('float32', features, [1, N, 12]),
      dense: new Tensor('float32', dense, [1, N, 6]),
      grid: new Tensor('float32', Float32Array.from(GRID), [2]),
      threshold: new Tensor('float32', Float32Array.of(threshold), [1]),
    });
    expect([pooled?.dims, objectness?.dims]).toEqual([
      [1, N, 6],
      [1, N],
    ]);
    return { pooled: pooled?.data as Float32Array, objectness: objectness?.data as Float32Array };
  };

  beforeAll(async () => {
    out = await mkdtemp(join(tmpdir(), 'dinoiser-'));
    expect(await buildDinoiser(join(fixtures, 'dinoiser.safetensors'), out)).toEqual({ files: ['dinoiser.onnx'], width: 12 });
    session = await InferenceSession.create(join(out, 'dinoiser.onnx'));
  });
  afterAll(async () => {
    await session?.release();
    await rm(out, { recursive: true });
  });

  it.each([
    [0.2, 'pooled'],
    [0.7, 'pooled_strict'],
  ])('pools as torch does, gamma %f', async (gamma, name) => {
    expect(furthest((await run(gamma)).pooled, load(name))).toBeLessThan(1e-5);
    expect(furthest(load('pooled'), load('pooled_strict'))).toBeGreaterThan(0.1);
  });

  it('tells objects from background as torch does', async () => {
    expect(furthest((await run(0.2)).objectness, load('objectness'))).toBeLessThan(1e-6);
  });

  it('gives patches back where each is like itself alone', async () => {
    expect(furthest((await run(2)).pooled, dense)).toBeLessThan(1e-5);
  });

  it('reads half precision', async () => {
    const folder = await mkdtemp(join(out, 'half-'));
    await buildDinoiser(join(fixtures, 'half.safetensors'), folder);
    const half = await InferenceSession.create(join(folder, 'dinoiser.onnx'));
    expect(furthest((await run(0.2, half)).objectness, load('objectness'))).toBeLessThan(1e-2);
    await half.release();
  });

  it('refuses a pickled file and says how to convert it', async () => {
    const file = join(out, 'last.pt');
    await writeFile(file, 'PK');
    const failed = buildDinoiser(file, out);
    await expect(failed).rejects.toBeInstanceOf(CheckpointError);
    await expect(failed).rejects.toThrow(/last\.pt: only safetensors[^]*save_file/);
  });

  it('refuses what is no CLIP-DINOiser head, naming the file or the tensor', async () => {
    await expect(buildDinoiser(join(out, 'missing.safetensors'), out)).rejects.toThrow(/missing\.safetensors: cannot be opened/);
    const edited = async (from: string, to: string): Promise<void> => {
      const file = join(out, 'edited.safetensors');
      await cp(join(fixtures, 'dinoiser.safetensors'), file);
      await writeFile(file, Buffer.from(readFileSync(file).toString('latin1').replace(from, to), 'latin1'));
      await buildDinoiser(file, out);
    };
    await expect(edited('bkg_decoder.bias', 'bkg_decoder.base')).rejects.toThrow(/bkg_decoder\.base/);
    await expect(edited('[8,12,3,3]', '[8,12,9,1]')).rejects.toThrow(/obj_proj\.weight/);
    await expect(edited('[1,12,1,1]', '[12,1,1,1]')).rejects.toThrow(/bkg_decoder\.weight/);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { removeFolders, TINY } from '../../../test/onnx/checkpoint-files.js';
import { type Arrays, CompiledEncoder } from '../../../test/onnx/compiled-encoder.js';
import { furthest, GRIDS, pixels } from '../../../test/onnx/tiny-references.js';

const WIDTH = 96;
const DIMS = 48;
const grid = GRIDS.stretch_c;
const patches = grid[0] * grid[1];

describe('attention from a middle block', () => {
  let encoder: CompiledEncoder;
  let outputs: Arrays;
  const run = (middle: (patch: number, d: number) => number): Promise<Float32Array> => {
    const values = Float32Array.from({ length: patches * WIDTH }, (_, index) => middle(Math.floor(index / WIDTH), index % WIDTH));
    return encoder.tail({ ...outputs, [encoder.compiled.tail?.middle ?? '']: values }, grid, 'MIDDLE', false);
  };
  beforeAll(async () => {
    encoder = await CompiledEncoder.of(TINY);
    outputs = await encoder.image(pixels('stretch_c'));
  });
  afterAll(async () => {
    await encoder.close();
    removeFolders();
  });

  it('is that to itself where no two patches are alike', async () => {
    const dense = await run((patch, d) => (patch === d ? 7 : 0));
    expect(furthest(dense, outputs['dense'] ?? [])).toBeLessThan(1e-5);
  });

  it('is the mean over groups that are alike within and unlike between', async () => {
    // Even patches look one way, odd ones the opposite: cosines of 1 and -1, whose mean is 0.
    const dense = await run((patch, d) => (d === 0 ? (patch % 2 === 0 ? 3 : -2) : 0));
    const row = (patch: number): Float32Array => dense.slice(patch * DIMS, (patch + 1) * DIMS);
    for (let patch = 2; patch < patches; patch += 1) expect(furthest(row(patch), row(patch % 2))).toBeLessThan(1e-4);
    expect(furthest(row(0), row(1))).toBeGreaterThan(1e-2);
  });

  it('stays finite where all patches are the same', async () => {
    const dense = await run((_, d) => Math.sin(d));
    expect(dense.every(Number.isFinite)).toBe(true);
  });
});

describe('attention by nearness', () => {
  it('is for one block of patches: another grid of as many patches gives other features', async () => {
    const encoder = await CompiledEncoder.of(TINY);
    const outputs = await encoder.image(pixels('stretch_c'));
    const dense = await encoder.tail(outputs, grid, 'KK_OMEGA', false);
    expect(furthest(dense, await encoder.tail(outputs, [2, 15], 'KK_OMEGA', false))).toBeGreaterThan(1e-3);
    await encoder.close();
  });
});

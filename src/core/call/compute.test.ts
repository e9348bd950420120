import { z } from 'zod';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Encoder } from '../encoder/contract/encoder.js';
import type { Tensor } from '../math/tensor.js';
import { createCompute } from './compute.js';
import { defineHead } from './head-contract.js';
import { operation, tinyEncoder } from '../../../test/fixtures/packs/tiny-encoder.js';

/** Numbers without a pattern, the same every time. */
function* numbers(): Generator<number, never> {
  for (let state = 1; ; state = (state * 48271) % 2147483647) yield state / 2147483647 - 0.5;
}

function matrix(rows: number, columns: number, unit: boolean, source: Generator<number, never>): Tensor {
  const data = Float32Array.from({ length: rows * columns }, () => source.next().value);
  for (let row = 0; unit && row < rows; row++) {
    const part = data.subarray(row * columns, (row + 1) * columns);
    const length = Math.hypot(...part);
    part.forEach((value, index) => (part[index] = value / length));
  }
  return { data, dims: [rows, columns] };
}

/** The definition, written out. */
function affinity(structure: Tensor, values: Tensor, threshold: number, temperature: number): number[] {
  const [n = 0, c = 0] = structure.dims;
  const k = values.dims[1] ?? 0;
  const at = ({ data }: Tensor, row: number, column: number, width: number): number => data[row * width + column] ?? 0;
  const spread: number[] = [];
  for (let i = 0; i < n; i++) {
    const weights: number[] = [];
    for (let j = 0; j < n; j++) {
      let cosine = 0;
      for (let d = 0; d < c; d++) cosine += at(structure, i, d, c) * at(structure, j, d, c);
      weights.push(i === j || cosine > threshold ? Math.exp(cosine / temperature) : 0);
    }
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    for (let column = 0; column < k; column++)
      spread.push(weights.reduce((sum, weight, j) => sum + (weight / total) * at(values, j, column, k), 0));
  }
  return spread;
}

/** A plugin whose head is the pack's graph head.onnx, and another that it lists and the pack does not. */
const rough = { inputs: { features: ['patches', 16] }, outputs: { rough: ['patches', 1] } };
const owner = { name: 'example', head: defineHead({ manifest: z.unknown(), graphs: () => ({ 'head.onnx': rough, 'other.onnx': rough }) }) };

describe('createCompute', () => {
  let encoder: Encoder;
  beforeAll(async () => {
    encoder = await tinyEncoder();
    await encoder.ready();
  });
  afterAll(() => encoder.close());

  it.each([
    [0.2, 0.1],
    [-2, 0.5],
    [2, 0.07],
  ])('spreads values as defined, threshold %f, temperature %f', async (threshold, temperature) => {
    const source = numbers();
    const [structure, values] = [matrix(37, 8, true, source), matrix(37, 3, false, source)];
    const spread = await createCompute(encoder, operation(), owner).affinity({ structure, values, threshold, temperature });
    expect(spread.dims).toEqual([37, 3]);
    const expected = affinity(structure, values, threshold, temperature);
    spread.data.forEach((value, index) => expect(value).toBeCloseTo(expected[index] ?? NaN, 5));
  });

  it('counts no pass', async () => {
    const asked = operation({ maxPasses: 0 });
    const one = matrix(2, 2, true, numbers());
    await createCompute(encoder, asked, owner).affinity({ structure: one, values: one, threshold: 0, temperature: 1 });
    expect(asked.tally.encoderRuns).toBe(0);
  });

  it('refuses matrices that do not fit, and a temperature of nothing', async () => {
    const compute = createCompute(encoder, operation(), owner);
    const [three, two] = [matrix(3, 2, true, numbers()), matrix(2, 2, true, numbers())];
    const flat = { data: new Float32Array(4), dims: [4] };
    await expect(compute.affinity({ structure: three, values: two, threshold: 0, temperature: 1 })).rejects.toMatchObject({
      code: 'BAD_INPUT',
    });
    await expect(compute.affinity({ structure: flat, values: two, threshold: 0, temperature: 1 })).rejects.toMatchObject({
      code: 'BAD_INPUT',
    });
    await expect(compute.affinity({ structure: two, values: two, threshold: 0, temperature: 0 })).rejects.toMatchObject({
      code: 'BAD_INPUT',
    });
  });

  it('runs a graph of the pack as a head, and nothing outside the pack', async () => {
    const compute = createCompute(encoder, operation(), owner);
    const features = matrix(5, 16, true, numbers());
    const { rough } = await compute.head({ graph: 'head.onnx', feeds: { features }, outputs: ['rough'] });
    expect(rough?.dims).toEqual([5, 1]);
    expect(rough?.data[4]).toBe(features.data[4 * 16 + 6]);
    await expect(compute.head({ graph: '../tiny/image.onnx', feeds: {}, outputs: ['dense'] })).rejects.toMatchObject({
      code: 'PLUGIN_UNAVAILABLE',
    });
    await expect(compute.head({ graph: 'other.onnx', feeds: {}, outputs: ['x'] })).rejects.toMatchObject({ code: 'PLUGIN_UNAVAILABLE' });
  });
});

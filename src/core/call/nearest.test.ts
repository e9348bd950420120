import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Encoder } from '../encoder/contract/encoder.js';
import type { Tensor } from '../math/tensor.js';
import { operation, tinyEncoder } from '../../../test/fixtures/packs/tiny-encoder.js';
import { createCompute } from './compute.js';
import { nearestRows } from './nearest.js';

/** Rows without a pattern, the same every time. */
function rows(count: number, dims: number, seed: number): Tensor {
  const data = new Float32Array(count * dims);
  let state = seed;
  for (let at = 0; at < data.length; at += 1) {
    state = (state * 48271) % 2147483647;
    data[at] = state / 2147483647 - 0.5;
  }
  for (let row = 0; row < count; row += 1) {
    const part = data.subarray(row * dims, (row + 1) * dims);
    const length = Math.hypot(...part);
    part.forEach((value, index) => (part[index] = value / length));
  }
  return { data, dims: [count, dims] };
}

const cosine = (a: Tensor, i: number, b: Tensor, j: number): number => {
  const dims = a.dims[1]!;
  let sum = 0;
  for (let d = 0; d < dims; d += 1) sum += a.data[i * dims + d]! * b.data[j * dims + d]!;
  return sum;
};

describe('nearestRows', () => {
  let encoder: Encoder;
  beforeAll(async () => {
    encoder = await tinyEncoder();
    await encoder.ready();
  });
  afterAll(() => encoder.close());

  it.each([
    ['in one run', 1e6],
    ['in pieces', 200],
    ['row by row', 1],
  ])('finds the likest row %s, the first of equals', async (_, most) => {
    const query = rows(20, 5, 7);
    const half = rows(30, 5, 11);
    const memory = { data: Float32Array.from([...half.data, ...half.data]), dims: [60, 5] };
    const found = await nearestRows(encoder, query, memory, operation(), most);
    for (let at = 0; at < 20; at += 1) {
      const all = Array.from({ length: 30 }, (_, row) => cosine(query, at, half, row));
      expect(found.cosine[at]).toBeCloseTo(Math.max(...all), 5);
      expect(found.row[at]).toBe(all.indexOf(Math.max(...all)));
    }
  });

  it('refuses rows of another width, and what is no matrix', async () => {
    const compute = createCompute(encoder, operation(), { name: 'example' });
    await expect(compute.nearest({ query: rows(2, 3, 1), memory: rows(2, 4, 1) })).rejects.toMatchObject({ code: 'BAD_INPUT' });
    await expect(compute.nearest({ query: rows(2, 3, 1), memory: { data: new Float32Array(0), dims: [0, 3] } })).rejects.toMatchObject({
      code: 'BAD_INPUT',
    });
  });
});

import { expect, it } from 'vitest';
import { ownTensor } from './own-tensor.js';
import { unitRows } from './unit-rows.js';

it('puts unit rows side by side: the cosine of two rows is the mean of the parts’ cosines', () => {
  const a = { data: Float32Array.of(3, 4, 0, 2, 1, 0), dims: [3, 2] };
  const b = { data: Float32Array.of(1, 1, 1, 5, 0, 0, 0, 0, 0), dims: [3, 3] };
  const { data, dims } = unitRows([ownTensor(a), b]);
  expect(dims).toEqual([3, 5]);
  const row = (at: number) => [...data.subarray(5 * at, 5 * at + 5)];
  const dot = (p: number[], q: number[]) => p.reduce((sum, value, at) => sum + value * q[at]!, 0);
  expect(dot(row(0), row(0))).toBeCloseTo(1, 6);
  expect(dot(row(0), row(1))).toBeCloseTo((0.8 + 1 / Math.sqrt(3)) / 2, 6);
  // A row of zeros compares with nothing.
  expect(dot(row(2), row(0))).toBeCloseTo(0.6 / 2, 6);
  expect([...unitRows([a]).data.subarray(0, 2)]).toEqual([Math.fround(0.6), Math.fround(0.8)]);
});

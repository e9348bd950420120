import { expect, it } from 'vitest';
import { countValues } from './count-values.js';

it.each([
  [null, 1],
  ['text', 1],
  [{}, 1],
  [{ a: 1, b: [1, 2, { c: null }] }, 7],
  [[[[[]]]], 4],
])('counts all values within %j', (value, count) => expect(countValues(value, 100)).toBe(count));

it('goes no further than one beyond the most', () => {
  expect(
    countValues(
      Array.from({ length: 1000 }, () => [1, 2]),
      10,
    ),
  ).toBe(11);
  expect(countValues({ a: [1, 2, 3], b: [1, 2, 3] }, 8)).toBe(9);
  expect(countValues({ a: [1, 2, 3], b: [1, 2, 3] }, 9)).toBe(9);
});

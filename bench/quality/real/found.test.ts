import { describe, expect, it } from 'vitest';
import type { Detected } from './detect.js';
import { foundAt, scoreAtFalse } from './found.js';

const picture = (truth: Detected['truth'], one: Detected['ways'][string]): Detected => ({
  picture: 'p',
  fold: 0,
  size: [100, 100],
  labels: ['cat', 'dog', 'cow', 'bee'],
  truth,
  ways: { one },
});
const cat = { label: 'cat', box: [0, 0, 10, 10] } as const;
/** Counted by hand. Two cats, of which one answer fits the first; its twin, a dog that is none and a cow too small are wrong. */
const rows = [
  picture(
    [cat, { label: 'cat', box: [50, 50, 10, 10] }],
    [
      ['cat', 0, 0, 10, 8, 0.9],
      ['dog', 0, 0, 10, 10, 0.7],
      ['cat', 1, 0, 10, 10, 0.6],
      ['cow', 50, 50, 10, 10, 0.3],
    ],
  ),
  picture([{ label: 'bee', box: [0, 0, 10, 10] }], [['bee', 0, 0, 10, 4.9, 0.65]]),
];

describe('what is found', () => {
  it.each([
    [0.95, { found: 0, false: 0, absent: 0 }],
    [0.8, { found: 1 / 3, false: 0, absent: 0 }],
    [0.62, { found: 1 / 3, false: 1, absent: 1 / 6 }],
    [0, { found: 1 / 3, false: 2, absent: 2 / 6 }],
  ])('at a score of %f is a share of the things, beside what is wrong', (least, expected) => {
    expect(foundAt(rows, 'one', least)).toEqual(expected);
  });

  it('is read at so many wrong boxes a picture', () => {
    expect(scoreAtFalse(rows, 'one', 0.5)).toBe(0.7);
    expect(scoreAtFalse(rows, 'one', 0)).toBe(0.9);
    expect(foundAt(rows, 'one', scoreAtFalse(rows.slice(1), 'one', 0)).found).toBe(0);
  });
});

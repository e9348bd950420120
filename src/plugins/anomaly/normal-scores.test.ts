import { describe, expect, it } from 'vitest';
import { scoreAbove, shareBelow, spreadOf } from './normal-scores.js';

const PRIOR = { width: 0.1, weight: 4 };

describe('the spread of normal scores', () => {
  it('takes the prior where there is one score, wider by what its middle may be off', () => {
    const { middle, width } = spreadOf([2], PRIOR);
    expect(middle).toBeCloseTo(Math.log(2), 12);
    expect(width).toBeCloseTo(0.1 * Math.SQRT2, 12);
  });

  it('follows the scores themselves as they become many', () => {
    const scores = Array.from({ length: 2001 }, (_, at) => Math.exp(-1 + 0.3 * Math.sin(at)));
    const { middle, width } = spreadOf(scores, PRIOR);
    expect(middle).toBeCloseTo(-1, 2);
    // Of a sine: its height over the root of two.
    expect(width).toBeCloseTo(0.3 / Math.SQRT2, 2);
  });

  it('gives shares as tables of the bell curve do, and scores back', () => {
    const spread = { middle: 0, width: 1 };
    for (const [deviations, share] of [
      [0, 0.5],
      [1, 0.841344746],
      [1.959964, 0.975],
      [-1, 0.158655254],
      [3, 0.998650102],
    ] as const)
      expect(shareBelow(scoreAbove(spread, deviations), spread)).toBeCloseTo(share, 6);
  });

  it('knows nought', () => {
    expect(shareBelow(0, spreadOf([0, 0], PRIOR))).toBeCloseTo(0.5, 6);
    expect(scoreAbove(spreadOf([0, 0], PRIOR), 1.5)).toBeGreaterThan(0);
  });
});

import { describe, expect, it } from 'vitest';
import { countFigures, spread } from './counts.js';

describe('counts', () => {
  it('stand for the figures of their case', () => {
    expect(countFigures({ case: 'many', count: 20 }, 25)).toEqual([
      ['counts.error.many', 5],
      ['counts.relative.many', 0.25],
    ]);
    expect(countFigures({ case: 'few', count: 3 }, 2.5)).toEqual([
      ['counts.error.few', 0.5],
      ['counts.error.upTo5', 0.5],
    ]);
    expect(countFigures({ case: 'minority', count: 2 }, 9)).toEqual([['counts.error.minority', 7]]);
    expect(Object.fromEntries(countFigures({ case: 'empty', count: 0 }, 0.5))).toEqual({
      'counts.error.empty': 0.5,
      'counts.error.upTo5': 0.5,
      'counts.mean.none': 0.5,
      'counts.mean.empty': 0.5,
    });
  });

  it('are taken from the whole list', () => {
    expect(spread([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 5)).toEqual([1, 3, 5, 7, 9]);
    expect(spread([0, 1, 2], Infinity)).toEqual([0, 1, 2]);
    expect(spread([], 3)).toEqual([]);
  });
});

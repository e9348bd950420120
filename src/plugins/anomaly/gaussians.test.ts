import { describe, expect, it } from 'vitest';
import { gaussians } from './gaussians.js';

describe('numbers of the normal distribution', () => {
  it('have its moments', () => {
    const found = gaussians(7, 40_001);
    const mean = (of: (value: number) => number): number => found.reduce((sum, value) => sum + of(value), 0) / found.length;
    expect(mean((x) => x)).toBeCloseTo(0, 1);
    expect(mean((x) => x ** 2)).toBeCloseTo(1, 1);
    expect(Math.abs(mean((x) => x ** 4) - 3)).toBeLessThan(0.15);
    // Of a bell curve .6827 lie within one deviation.
    expect(mean((x) => (Math.abs(x) < 1 ? 1 : 0))).toBeCloseTo(0.6827, 2);
  });

  it('are those of the seed', () => {
    expect(gaussians(3, 9)).toEqual(gaussians(3, 9));
    expect(gaussians(3, 9)).not.toEqual(gaussians(4, 9));
  });
});

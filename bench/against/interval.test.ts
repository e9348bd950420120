import { describe, expect, it } from 'vitest';
import { medianInterval } from './interval.js';

describe('medianInterval', () => {
  // P(median of a resample <= k-th of n values) = P(Binomial(n, k / n) >= (n + 1) / 2) for odd n. The k that 2.5 % and 97.5 % fall on, by Python:
  it.each([
    [7, 2, 6],
    [11, 3, 9],
    [13, 4, 10],
  ])('gives what the bootstrap of %d values has exactly, in any order', (count, low, high) => {
    const values = Array.from({ length: count }, (_, index) => ((index * 5) % count) + 1);
    expect(medianInterval(values)).toEqual({ low, high });
  });

  it("agrees with numpy's bootstrap of an even number of ratios", () => {
    // np.quantile(np.median(np.random.default_rng(1).choice(ratios, (2_000_000, 16)), axis=1), [0.025, 0.975])
    const ratios = [0.981, 1.013, 0.974, 1.042, 0.995, 0.968, 1.021, 0.987, 0.953, 1.008, 0.979, 0.991, 1.034, 0.962, 0.984, 1.003];
    const { low, high } = medianInterval(ratios);
    expect(low).toBeCloseTo(0.979, 6);
    expect(high).toBeCloseTo(1.008, 6);
  });

  it('is the same each time, and one value wide for one value', () => {
    const ratios = [1.1, 0.9, 1.02, 0.97];
    expect(medianInterval(ratios)).toEqual(medianInterval(ratios));
    expect(medianInterval([0.8])).toEqual({ low: 0.8, high: 0.8 });
  });
});

import { describe, expect, it } from 'vitest';
import { blockCounts } from './bins.js';

const logs = (...shares: number[]) => Float32Array.from(shares, Math.log);
const anchors = [0, 1, 2, 3, 4.3];

describe('counts of blocks', () => {
  it('are the mean and variance of the bins’ distribution, whatever is added to all logits', () => {
    // By hand: .2 + .6 + .9 + .43 = 2.13; .2 + 1.2 + 2.7 + 1.849 = 5.949; 5.949 - 2.13^2.
    const shares = [0.1, 0.2, 0.3, 0.3, 0.1];
    const { mean, variance } = blockCounts({ logits: logs(...shares).map((value) => value + 700), anchors, states: null });
    expect(mean[0]).toBeCloseTo(2.13, 4);
    expect(variance[0]).toBeCloseTo(1.4121, 3);
  });

  it('are sure where the head is', () => {
    const { mean, variance, inLast } = blockCounts({ logits: Float32Array.of(1e6, 0, 0, 0, 0, 0, 0, 0, 0, 1e6), anchors, states: null });
    expect([...mean]).toEqual([0, 4.3]);
    expect([...variance]).toEqual([0, 0]);
    expect(inLast).toBe(4.3);
  });

  it('of two heads are P(something) times the positive bins’ mean, and Poisson-like zeros add to the variance', () => {
    // E = .25 (.5 + 1) = .375; E[X^2] = .25 (.5 + 2) = .625.
    const { mean, variance } = blockCounts({ logits: logs(0.5, 0.5), anchors: [1, 2], states: logs(0.75, 0.25) });
    expect(mean[0]).toBeCloseTo(0.375, 5);
    expect(variance[0]).toBeCloseTo(0.625 - 0.375 ** 2, 5);
  });
});

import { describe, expect, it } from 'vitest';
import { spreadOver } from './sampled-states.js';

describe('mean and deviation over samples', () => {
  it('are those of likelinesses, not of logits', () => {
    // Logits of .2 and .6, of .5 twice, and of nearly 0 and nearly 1.
    const logit = (p: number): number => Math.log(p / (1 - p));
    const data = Float32Array.of(logit(0.2), 0, -40, logit(0.6), 0, 40);
    const [mean, deviation] = spreadOver({ data, dims: [2, 3] });
    [0.4, 0.5, 0.5].forEach((value, patch) => expect(mean![patch]).toBeCloseTo(value, 6));
    [0.2, 0, 0.5].forEach((value, patch) => expect(deviation![patch]).toBeCloseTo(value, 6));
  });
});

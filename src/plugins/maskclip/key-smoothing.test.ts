import { describe, expect, it } from 'vitest';
import { smoothByKeys } from './key-smoothing.js';

const signal = new AbortController().signal;
const smooth = async (shares: number[], joins: boolean[], keys: number[], below = 1) => {
  const cells = shares.length / joins.length;
  const structure = { data: Float32Array.from(keys), dims: [cells, keys.length / cells] };
  return Array.from(await smoothByKeys(Float32Array.from(shares), joins, structure, below, signal), (value) => +value.toFixed(4));
};

// Products of keys: the first two patches 0.6, the third is the opposite of the first.
const keys = [1, 0, 0.6, 0.8, -1, 0];

describe('smoothByKeys', () => {
  it('keeps negative products, and clamps what they leave below 0', async () => {
    // G p of the first channel: .9 + .6 .5 - .1 = 1.1; .54 + .5 - .06 = .98; -.9 - .3 + .1 = -1.1. Of the second: -.5, .02, .5.
    expect(await smooth([0.9, 0.5, 0.1, 0.1, 0.5, 0.9], [true, true], keys)).toEqual([1, 0.98, 0, 0, 0.02, 1]);
  });

  it('smooths what a hidden "none of these" took like a channel of its own', async () => {
    // Shares .4 and .6 for the label, .6 and .4 for none: (.4 + .36) / (1 + .6) and (.24 + .6) / 1.6.
    expect(await smooth([0.4, 0.6], [true], [1, 0, 0.6, 0.8])).toEqual([0.475, 0.525]);
  });

  it('shows a channel that does not compete beside those that do, and takes nothing from them for it', async () => {
    const alone = await smooth([1, 1, 1], [true], [1, 0, 1, 0, 1, 0]);
    const both = await smooth([1, 1, 1, 0.5, 0.5, 0.5], [true, false], [1, 0, 1, 0, 1, 0]);
    expect(both.slice(0, 3)).toEqual(alone);
    expect(both.slice(3)).toEqual([0.3333, 0.3333, 0.3333]);
  });

  it('leaves sure patches alone; a channel that does not compete makes none sure', async () => {
    expect(await smooth([0.9, 0.6, 0.1, 0.4], [true, true], [1, 0, 1, 0], 0.8)).toEqual([0.9, 0.75, 0.1, 0.25]);
    expect((await smooth([0.4, 0.6, 0.95, 0.95], [true, false], [1, 0, 1, 0], 0.9)).slice(0, 2)).toEqual([0.5, 0.5]);
  });
});

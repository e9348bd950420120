import { median } from '../client.js';

export interface Interval {
  readonly low: number;
  readonly high: number;
}

const RESAMPLES = 10_000;
const SEED = 20_260_101;

/** Numbers of [0, 1) that a seed decides (mulberry32): the same measurements give the same interval. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Where the median lies, with 95 % confidence: the middle 95 % of the medians of samples drawn from the values, with repeats. */
export function medianInterval(values: readonly number[]): Interval {
  const next = numbers(SEED);
  const draw = (): number => values[Math.floor(next() * values.length)] ?? NaN;
  const medians = Array.from({ length: RESAMPLES }, () => median(values.map(draw))).sort((a, b) => a - b);
  const at = (share: number): number => medians[Math.round(share * (RESAMPLES - 1))] ?? NaN;
  return { low: at(0.025), high: at(0.975) };
}

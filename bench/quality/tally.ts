import type { Scored } from './metrics.js';
import { aurocOfSorted, sortScored } from './metrics.js';

/** A measured number with the middle 95 % of its bootstrap. */
export interface Figure {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  /** How many cases it is the mean of. */
  readonly n: number;
}

const TIMES = 1000;
const SEED = 20261;

/** Mulberry32 by Tommy Ettinger: the same draws in every run, so that equal answers give equal pages. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** How often each group was drawn, drawing as many as there are with replacement. */
function draws(groups: number): Uint16Array[] {
  const random = numbers(SEED);
  return Array.from({ length: TIMES }, () => {
    const drawn = new Uint16Array(groups);
    for (let i = 0; i < groups; i++) drawn[Math.floor(random() * groups)]!++;
    return drawn;
  });
}

function figure(n: number, groups: number, statistic: (weights?: Uint16Array) => number, drawn: readonly Uint16Array[]): Figure {
  const values = Float64Array.from(drawn, statistic)
    .filter((value) => !Number.isNaN(value))
    .sort();
  const at = (share: number): number => (groups > 1 ? (values[Math.round(share * (values.length - 1))] ?? NaN) : NaN);
  return { value: statistic(), low: at(0.025), high: at(0.975), n };
}

/**
 * Means over cases that belong to groups: scenes, or pictures. Cases of one group have the same pixels behind them,
 * so the bootstrap draws groups, not cases (Efron and Tibshirani 1993, chapter 8).
 */
export class Tally {
  private readonly sums = new Map<string, { sum: Float64Array; count: Float64Array }>();
  private readonly scored = new Map<string, Scored[]>();

  constructor(private readonly groups: number) {}

  /** One case of a mean. What is not a number is left out: it says nothing. */
  add(key: string, group: number, value: number | boolean): void {
    if (Number.isNaN(Number(value))) return;
    let kept = this.sums.get(key);
    if (!kept) this.sums.set(key, (kept = { sum: new Float64Array(this.groups), count: new Float64Array(this.groups) }));
    kept.sum[group]! += Number(value);
    kept.count[group]! += 1;
  }

  /** One case of an area under a ROC curve. */
  addScore(key: string, scored: Scored): void {
    const kept = this.scored.get(key);
    if (kept) kept.push(scored);
    else this.scored.set(key, [scored]);
  }

  figures(): Record<string, Figure> {
    const drawn = draws(this.groups);
    const found: Record<string, Figure> = {};
    for (const [key, { sum, count }] of this.sums) {
      const mean = (weights?: Uint16Array): number => {
        let total = 0;
        let cases = 0;
        for (let group = 0; group < this.groups; group++) {
          const weight = weights ? weights[group]! : 1;
          total += weight * sum[group]!;
          cases += weight * count[group]!;
        }
        return total / cases;
      };
      const n = count.reduce((all, one) => all + one, 0);
      found[key] = figure(n, this.groups, mean, drawn);
    }
    for (const [key, scored] of this.scored) {
      const sorted = sortScored(scored);
      found[key] = figure(scored.length, this.groups, (weights) => aurocOfSorted(sorted, weights), drawn);
    }
    return found;
  }
}

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

/** Under which a difference stands among figures. */
export const differenceKey = (key: string, than: string): string => `${key} - ${than}`;

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
    const keys = [...this.sums.keys(), ...this.scored.keys()];
    return Object.fromEntries(keys.map((key) => [key, figure(this.cases(key), this.groups, this.statistic(key)!, drawn)]));
  }

  /**
   * How much higher one figure is than another, with the bootstrap of the difference: both are taken of the same draws, so that what makes a
   * group easy or hard for both has no part in it (Efron and Tibshirani 1993, chapter 8). Only groups with cases of both count; figures that
   * nothing was added to are left out.
   */
  differences(pairs: readonly { readonly key: string; readonly than: string }[]): Record<string, Figure> {
    const drawn = draws(this.groups);
    const found: Record<string, Figure> = {};
    for (const { key, than } of pairs) {
      const [one, other] = [this.statistic(key), this.statistic(than)];
      if (!one || !other) continue;
      const [mine, theirs] = [this.groupsOf(key), this.groupsOf(than)];
      const both = Uint16Array.from({ length: this.groups }, (_, group) => Number(mine.has(group) && theirs.has(group)));
      const difference = (weights: Uint16Array = both): number => {
        const shared = weights.map((weight, group) => weight * both[group]!);
        return one(shared) - other(shared);
      };
      found[differenceKey(key, than)] = figure(this.cases(key), this.groups, difference, drawn);
    }
    return found;
  }

  private groupsOf(key: string): Set<number> {
    const scored = this.scored.get(key);
    if (scored) return new Set(scored.map(({ group }) => group));
    return new Set([...(this.sums.get(key)?.count ?? [])].flatMap((count, group) => (count > 0 ? [group] : [])));
  }

  private cases(key: string): number {
    return this.sums.get(key)?.count.reduce((all, one) => all + one, 0) ?? this.scored.get(key)!.length;
  }

  /** A figure of groups that count as often as weights say, once where left out; undefined where nothing was added. */
  private statistic(key: string): ((weights?: Uint16Array) => number) | undefined {
    const scored = this.scored.get(key);
    if (scored) {
      const sorted = sortScored(scored);
      return (weights) => aurocOfSorted(sorted, weights);
    }
    const kept = this.sums.get(key);
    if (!kept) return undefined;
    return (weights) => {
      let total = 0;
      let cases = 0;
      for (let group = 0; group < this.groups; group++) {
        const weight = weights ? weights[group]! : 1;
        total += weight * kept.sum[group]!;
        cases += weight * kept.count[group]!;
      }
      return total / cases;
    };
  }
}

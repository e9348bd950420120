import type { Said } from '../../core/index.js';
import { beyondUsual } from './distances.js';
import { scoreAbove, shareBelow, spreadOf, type Prior, type Spread } from './normal-scores.js';
import type { Observed } from './observe.js';
import type { AnomalyScore, MemoryOptions } from './options.generated.js';
import { scoreOf } from './score.js';

/** What normals say of themselves. */
export interface Limits {
  readonly threshold: number;
  readonly mapThreshold: number;
  /** Share of normal pictures that would score lower. */
  shareBelow(score: number): number;
  readonly notices: readonly Said[];
}

/** How much scores of good pictures of one kind differ (training/eval/anomalies; docs/anomaly.md has what comes of it). */
const PRIOR: Prior = { width: 0.12, weight: 4 };
/**
 * One normal has no others. What lies between its patches is the unit there, in the place of what is usual; logarithms of unseen good ones' scores in it were spread
 * like this on the same kinds.
 */
const ALONE: Readonly<Record<AnomalyScore, Spread>> = {
  MAX: { middle: 0.52, width: 0.27 },
  TOP_MEAN: { middle: 0.35, width: 0.28 },
};
/** How scores of normals are spread, by the rule that is asked for and by that of the map. */
export interface Spreads {
  readonly score: Spread;
  readonly map: Spread;
  /** Whether there was one normal, without views. */
  readonly isAlone: boolean;
}

/** What depends on few of the options, and is learnt with them. */
export function spreadsOf({ usual, seen }: Observed, { smoothing, score }: Pick<MemoryOptions, 'smoothing' | 'score'>): Spreads {
  const maps = seen.map(({ found, columns }) => beyondUsual(found, usual, columns, smoothing));
  const isAlone = maps.length === 0;
  const bySpread = (rule: AnomalyScore): Spread =>
    isAlone
      ? ALONE[rule]
      : spreadOf(
          maps.map((map) => scoreOf(map, rule)),
          PRIOR,
        );
  return { score: bySpread(score), map: bySpread('MAX'), isAlone };
}

/** Thresholds from the normals alone. @param field as the client wrote them, for notices */
export function limitsOf({ score, map, isAlone }: Spreads, { deviations }: Pick<MemoryOptions, 'deviations'>, field: string): Limits {
  const message =
    'One picture says nothing of how much good ones differ: thresholds come from what was measured on other things. Give four, or ask for views.';
  return {
    threshold: scoreAbove(score, deviations),
    mapThreshold: scoreAbove(map, deviations),
    shareBelow: (value) => shareBelow(value, score),
    notices: isAlone ? [{ code: 'FEW_REFERENCES', message, field }] : [],
  };
}

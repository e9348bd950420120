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
}

/** Views of one normal are nearer to it than another good one is: they may widen what is expected, and never narrow it. */
const wider = (one: Spread, other: Spread): Spread => ({
  middle: Math.max(one.middle, other.middle),
  width: Math.max(one.width, other.width),
});

/** What depends on few of the options, and is learnt with them. */
export function spreadsOf({ usual, seen, isAlone }: Observed, { smoothing, score }: Pick<MemoryOptions, 'smoothing' | 'score'>): Spreads {
  const maps = seen.map(({ found, columns }) => beyondUsual(found, usual, columns, smoothing));
  const bySpread = (rule: AnomalyScore): Spread => {
    if (maps.length === 0) return ALONE[rule];
    const spread = spreadOf(
      maps.map((map) => scoreOf(map, rule)),
      PRIOR,
    );
    return isAlone ? wider(ALONE[rule], spread) : spread;
  };
  return { score: bySpread(score), map: bySpread('MAX') };
}

function noticesOf({ isAlone, alike }: Pick<Observed, 'isAlone' | 'alike'>, field: string): Said[] {
  const few =
    'One picture says nothing of how much good ones differ: thresholds come from what was measured on other things. Give four that were taken one by one.';
  const same =
    alike === 1
      ? 'One of the pictures shows nearly the same as another: they count as one.'
      : `${alike} of the pictures show nearly the same as others: such count as one.`;
  const notices: Said[] = [];
  if (alike > 0) notices.push({ code: 'PICTURES_ALIKE', message: `${same} Good ones that were taken anew say more.`, field });
  if (isAlone) notices.push({ code: 'FEW_REFERENCES', message: few, field });
  return notices;
}

/** Thresholds from the normals alone. @param field as the client wrote them, for notices */
export function limitsOf(
  { score, map }: Spreads,
  observed: Pick<Observed, 'isAlone' | 'alike'>,
  { deviations }: Pick<MemoryOptions, 'deviations'>,
  field: string,
): Limits {
  return {
    threshold: scoreAbove(score, deviations),
    mapThreshold: scoreAbove(map, deviations),
    shareBelow: (value) => shareBelow(value, score),
    notices: noticesOf(observed, field),
  };
}

import { sigmoid } from '../../math/sigmoid.js';
import type { PackManifest } from '../manifest.js';

type Calibration = PackManifest['calibration'];

/** One label asked of one picture. */
export interface Observation {
  /** Mean of the top 2 % patch cosines (math/presence.ts). */
  readonly statistic: number;
  readonly present: boolean;
}

export interface Observations {
  readonly labels: readonly Observation[];
  /** Cosines of patches with labels that are not in the picture. */
  readonly absentPatches: readonly number[];
}

/**
 * This part of the labels that are absent stays below the midpoint. On the pocket pack, whose midpoint of .17 was measured on many more
 * pictures, nine tenths give .159 and four fifths .100; several of the rest are there, only not listed (a paw of the cat).
 */
const ABSENT_BELOW = 0.9;
/** This part of the patches of an absent label that is asked alone stays below the pixel threshold. */
const PATCHES_BELOW = 0.95;
const THRESHOLD_RANGE = [0.02, 0.5] as const;
/** Slope times the spread of the statistics: flatter tells nothing apart, steeper trusts a few pictures too much. */
const STEEPNESS = [0.5, 10] as const;

const clamp = (value: number, [low, high]: readonly [number, number]): number => Math.min(high, Math.max(low, value));
const rounded = (value: number): number => Number(value.toPrecision(4));

/** Linear interpolation between sorted values; `part` in [0, 1]. */
function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = part * (sorted.length - 1);
  const below = sorted[Math.floor(at)]!;
  return below + (sorted[Math.ceil(at)]! - below) * (at - Math.floor(at));
}

/** log(1 + e^x) that neither overflows nor loses small values. */
const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

/** Minimum of a convex function by golden section. */
function minimize(f: (x: number) => number, low: number, high: number): number {
  const shrink = (Math.sqrt(5) - 1) / 2;
  let [a, b] = [low, high];
  for (let step = 0; step < 60; step += 1) {
    const c = b - shrink * (b - a);
    const d = a + shrink * (b - a);
    if (f(c) < f(d)) b = d;
    else a = c;
  }
  return (a + b) / 2;
}

/**
 * Constants for presence and masks from labels of which it is known whether they are there.
 *
 * - midpoint: {@link ABSENT_BELOW} of the absent labels have a lower statistic;
 * - slope: least logistic loss with that midpoint, present and absent weighted alike, bounded by the spread of the statistics, so that
 *   weights which tell nothing apart still give a finite, positive slope;
 * - pixel threshold: share that a label asked alone has against the floor (the midpoint) where {@link PATCHES_BELOW} of the patches of
 *   absent labels stay below it.
 *
 * @returns null without labels of both kinds
 */
export function fitCalibration(
  { labels, absentPatches }: Observations,
  logitScale: number,
): Pick<Calibration, 'presence' | 'pixelThreshold'> | null {
  const present = labels.filter((label) => label.present).map((label) => label.statistic);
  const absent = labels.filter((label) => !label.present).map((label) => label.statistic);
  if (present.length === 0 || absent.length === 0) return null;
  const midpoint = quantile(absent, ABSENT_BELOW);
  const all = [...present, ...absent];
  const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
  const spread = Math.max(1e-3, Math.sqrt(all.reduce((sum, value) => sum + (value - mean) ** 2, 0) / all.length));
  const loss = (slope: number): number =>
    present.reduce((sum, value) => sum + softplus(-slope * (value - midpoint)), 0) / present.length +
    absent.reduce((sum, value) => sum + softplus(slope * (value - midpoint)), 0) / absent.length;
  const slope = minimize(loss, STEEPNESS[0] / spread, STEEPNESS[1] / spread);
  const level = absentPatches.length > 0 ? quantile(absentPatches, PATCHES_BELOW) : midpoint;
  return {
    presence: { midpoint: rounded(midpoint), slope: rounded(slope) },
    pixelThreshold: rounded(clamp(sigmoid(logitScale * (level - midpoint)), THRESHOLD_RANGE)),
  };
}

/**
 * Constants for a pack that was fitted on nothing. CLIP's patch cosines with texts lie between about .1 and .35; those of families that
 * are trained with a sigmoid are lower. Recalled, not measured.
 */
export const familyCalibration = (logitBias: number | null): Calibration => ({
  presence: { midpoint: logitBias === null ? 0.25 : 0.1, slope: 60 },
  background: [],
  pixelThreshold: 0.3,
  fittedOn: `nothing: usual values of ${logitBias === null ? 'CLIP' : 'SigLIP'} checkpoints`,
});

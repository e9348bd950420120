import quickselect from 'quickselect';
import { sigmoid } from './sigmoid.js';

/** Part of all patches that the statistic looks at. */
const TOP_SHARE = 0.02;

/**
 * Mean of the highest values: robust where a maximum follows one odd patch.
 * @param share part of all values, in (0, 1]; at least one value is taken
 */
export function topMean(values: Float32Array, share = TOP_SHARE): number {
  const count = Math.max(1, Math.round(values.length * share));
  const all = values.slice();
  const first = all.length - count;
  // Selects in place, of anything with indices; sorting all of a map of 256 x 192 takes over ten times as long. Its declaration names arrays only.
  quickselect(all as unknown as number[], first);
  // In order of size, so that the sum does not depend on where in the picture they are.
  const top = all.subarray(first).sort();
  let sum = 0;
  for (const value of top) sum += value;
  return sum / top.length;
}

/**
 * How sure it is that a label is in the picture: sigmoid(slope * (statistic - midpoint)), the statistic being the mean
 * of the top 2 % patch cosines. Absolute: it does not depend on other labels, nor on other patches of the picture.
 *
 * @param cosines one label's, `[N]`
 * @param calibration the pack's constants, fitted on its `dense` output
 * @returns in [0, 1]
 */
export function presence(cosines: Float32Array, calibration: { readonly midpoint: number; readonly slope: number }): number {
  return presenceOf(topMean(cosines), calibration);
}

/** As {@link presence}, of the statistic itself. */
export const presenceOf = (statistic: number, { midpoint, slope }: { readonly midpoint: number; readonly slope: number }): number =>
  sigmoid(slope * (statistic - midpoint));

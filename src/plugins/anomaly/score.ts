import { topMean } from '../../core/index.js';

/** How one number is made of a map. */
export type ScoreRule = 'MAX' | 'TOP_MEAN';

/** Of all places. */
const TOP_SHARE = 0.01;

/** The highest value, or the mean of the top 1 % of places. */
export const scoreOf = (map: Float32Array, rule: ScoreRule): number =>
  Math.max(0, topMean(map, rule === 'MAX' ? 1 / map.length : TOP_SHARE));

import { intersect, type Box } from '../../geometry/box.js';
import type { ScoreMaps } from '../../geometry/score-maps.js';
import { checkText } from '../../text/check-texts.js';
import type { TextLimits } from '../../text/labels.js';
import type { AnomalyAsked, AnomalyQuestion, AnomalyResult } from './contract.js';

/** @throws BAD_INPUT naming the argument */
export function anomalyQuestion({ of = null }: AnomalyAsked, limits: TextLimits): AnomalyQuestion {
  return { of: of === null ? null : checkText(of, 'of', limits.MAX_LABEL_LENGTH) };
}

/** Rounding may leave a part uncovered by this many pixels, and a share outside [0, 1] by this much. */
const SLACK = 1e-3;

const isSize = (value: unknown): boolean => Number.isInteger(value) && (value as number) > 0;
const isAmount = (value: unknown): boolean => typeof value === 'number' && value >= 0 && value < Infinity; // false for NaN

function problemOfMap(name: string, map: ScoreMaps | null, part: Box): string | null {
  if (typeof map !== 'object' || map === null) return `${name} is no map`;
  if (!isSize(map.rows) || !isSize(map.columns) || map.channels !== 1) return `${name} is no map of one channel`;
  if (!(map.data instanceof Float32Array) || map.data.length !== map.rows * map.columns) return `${name}.data is not rows x columns`;
  const { x, y, width, height } = map.frame ?? {};
  if (![x, y, width, height].every(Number.isFinite) || width <= 0 || height <= 0) return `${name}.frame is no box`;
  const covered = intersect(part, map.frame);
  if (covered.width < part.width - SLACK || covered.height < part.height - SLACK)
    return `${name}.frame does not cover the part asked about`;
  const wrong = map.data.findIndex((value) => !isAmount(value));
  return wrong < 0 ? null : `${name}.data[${wrong}] is ${map.data[wrong]}, not 0 or more`;
}

function problemOf(result: AnomalyResult, part: Box): string | null {
  if (typeof result !== 'object' || result === null) return 'no result';
  const { form, score, threshold, percentile, map, mapThreshold, uncertainty } = result;
  if (typeof form !== 'string' || form === '') return 'form is empty';
  if (!isAmount(score)) return `score is ${score}, not 0 or more`;
  if (threshold !== null && !isAmount(threshold)) return `threshold is ${threshold}, neither null nor 0 or more`;
  if (percentile !== null && !(percentile >= -SLACK && percentile <= 1 + SLACK))
    return `percentile is ${percentile}, neither null nor in [0, 1]`;
  if (mapThreshold !== null && !(isAmount(mapThreshold) && mapThreshold > 0))
    return `mapThreshold is ${mapThreshold}, neither null nor above 0`;
  return problemOfMap('map', map, part) ?? (uncertainty === null ? null : problemOfMap('uncertainty', uncertainty, part));
}

/**
 * Checks what a method answered before anything is made of it: ranges, sizes, no NaN. The types alone do not hold for plugins in JavaScript.
 *
 * @param part what was asked about, in pixels of the upright original
 * @returns the result itself
 * @throws Error naming the field and what is wrong with it
 */
export function checkAnomalyResult(result: AnomalyResult, part: Box): AnomalyResult {
  const problem = problemOf(result, part);
  if (problem === null) return result;
  throw new Error(`A wrong result: ${problem}.`);
}

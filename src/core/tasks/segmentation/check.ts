import { tooMany } from '../../math/most-numbers.js';
import { checkBackground, checkLabels, type TextLimits } from '../../text/labels.js';
import { checkPrompts } from '../../text/prompts.js';
import { MOST_PIXELS, maxSizeWithin } from '../../visual/max-size.js';
import type { SegmentAsked, SegmentQuestion, SegmentResult } from './contract.js';

/** @param asked complete: defaults are the schema's @throws BAD_INPUT naming the argument; LIMIT_EXCEEDED for too many labels or texts */
export function segmentQuestion(
  { labels: asked, prompts, background, maxSize }: SegmentAsked & { readonly maxSize: number },
  limits: TextLimits,
): SegmentQuestion {
  maxSizeWithin(maxSize, MOST_PIXELS);
  const labels = checkLabels(asked, limits);
  return { labels, background: checkBackground(background, limits), prompts: checkPrompts(prompts, labels, limits), maxSize };
}

/** Rounding of float32 sums may leave [0, 1] by this much. */
const SLACK = 1e-4;

const inUnit = (value: unknown): boolean => typeof value === 'number' && value >= -SLACK && value <= 1 + SLACK; // false for NaN

/** The first index whose value is outside [0, 1] or no number, -1 if none. */
const outside = (values: readonly unknown[]): number => values.findIndex((value) => !inUnit(value));

/** As {@link outside}, of floats: apart, because code that reads arrays of both kinds makes an object of each float. */
const outsideMap = (values: Float32Array): number => {
  for (let index = 0; index < values.length; index += 1) if (!(values[index]! >= -SLACK && values[index]! <= 1 + SLACK)) return index;
  return -1;
};

const isSize = (value: unknown): boolean => Number.isInteger(value) && (value as number) > 0;

function problemOf(result: SegmentResult, labels: number): string | null {
  if (typeof result !== 'object' || result === null) return 'no result';
  const { form, scores, maps, competes, threshold, refine } = result;
  if (typeof form !== 'string' || form === '') return 'form is empty';
  if (!Array.isArray(scores) || scores.length !== labels) return `scores has not one number a label (${labels})`;
  const score = outside(scores);
  if (score >= 0) return `scores[${score}] is ${scores[score]}, not in [0, 1]`;
  if (!Array.isArray(competes) || competes.length !== labels || competes.some((value) => typeof value !== 'boolean'))
    return `competes has not one boolean a label (${labels})`;
  if (!Number.isFinite(threshold)) return `threshold is ${threshold}`;
  if (refine !== 'GUIDED' && refine !== 'BILINEAR') return `refine is ${String(refine)}`;
  if (typeof maps !== 'object' || maps === null) return 'maps is missing';
  if (!isSize(maps.rows) || !isSize(maps.columns) || !isSize(maps.channels)) return 'maps has no size';
  if (maps.channels < labels) return `maps has ${maps.channels} channels for ${labels} labels`;
  const large = tooMany(maps.channels * maps.rows * maps.columns);
  if (large !== null) return `maps ${large}`;
  if (!(maps.data instanceof Float32Array) || maps.data.length !== maps.channels * maps.rows * maps.columns)
    return `maps.data is no Float32Array of ${maps.channels} channels x ${maps.rows} rows x ${maps.columns} columns`;
  const { x, y, width, height } = maps.frame ?? {};
  if (![x, y, width, height].every(Number.isFinite) || width <= 0 || height <= 0) return 'maps.frame is no box';
  const value = outsideMap(maps.data);
  if (value >= 0) return `maps.data[${value}] is ${maps.data[value]}, not in [0, 1]`;
  return null;
}

/**
 * Checks what a segmenter answered before anything is made of it: lengths, ranges, no NaN. The types alone do not hold
 * for plugins in JavaScript.
 *
 * @param labels how many labels were asked
 * @returns the result itself
 * @throws Error naming the field and what is wrong with it
 */
export function checkSegmentResult(result: SegmentResult, labels: number): SegmentResult {
  const problem = problemOf(result, labels);
  if (problem === null) return result;
  throw new Error(`A wrong result: ${problem}.`);
}

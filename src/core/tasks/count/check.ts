import { intersect, type Box, type Point } from '../../geometry/box.js';
import type { ScoreMaps } from '../../geometry/score-maps.js';
import { tooMany } from '../../math/most-numbers.js';
import { checkText } from '../../text/check-texts.js';
import type { TextLimits } from '../../text/labels.js';
import { checkPrompts } from '../../text/prompts.js';
import type { CountAsked, CountQuestion, CountResult } from './contract.js';

/** @param asked complete: defaults are the schema's @throws BAD_INPUT naming the argument */
export function countQuestion({ of: asked, prompts }: CountAsked & { readonly of: string }, limits: TextLimits): CountQuestion {
  const of = checkText(asked, 'of', limits.MAX_LABEL_LENGTH);
  return { of, prompts: checkPrompts(prompts, [of], limits) };
}

/** Rounding may leave a point outside the part by this many pixels, and a probability outside [0, 1] by this much. */
const SLACK = 1e-3;

const isSize = (value: unknown): boolean => Number.isInteger(value) && (value as number) > 0;
const isAmount = (value: unknown): boolean => typeof value === 'number' && value >= 0 && value < Infinity; // false for NaN

function problemOfDensity(density: ScoreMaps, part: Box): string | null {
  if (typeof density !== 'object') return 'density is no map';
  if (!isSize(density.rows) || !isSize(density.columns)) return 'density has no size';
  if (density.channels !== 1) return `density has ${density.channels} channels, not 1`;
  const large = tooMany(density.rows * density.columns);
  if (large !== null) return `density ${large}`;
  if (!(density.data instanceof Float32Array) || density.data.length !== density.rows * density.columns)
    return 'density.data is not rows x columns';
  const { x, y, width, height } = density.frame ?? {};
  if (![x, y, width, height].every(Number.isFinite) || width <= 0 || height <= 0) return 'density.frame is no box';
  const covered = intersect(part, density.frame);
  if (covered.width < part.width - SLACK || covered.height < part.height - SLACK)
    return 'density.frame does not cover the part asked about';
  const wrong = density.data.findIndex((value) => !isAmount(value));
  return wrong < 0 ? null : `density.data[${wrong}] is ${density.data[wrong]}, not 0 or more`;
}

function problemOfPoints(points: readonly Point[], part: Box): string | null {
  if (!Array.isArray(points)) return 'points is no list';
  const inside = (at: number, from: number, length: number): boolean => at >= from - SLACK && at <= from + length + SLACK;
  const wrong = points.findIndex((point: Point | null) => {
    return !point || !inside(point.x, part.x, part.width) || !inside(point.y, part.y, part.height);
  });
  return wrong < 0 ? null : `points[${wrong}] is not inside the part asked about`;
}

function problemOf(result: CountResult, part: Box): string | null {
  if (typeof result !== 'object' || result === null) return 'no result';
  const { form, total, uncertainty, density, points, saturated, score } = result;
  if (typeof form !== 'string' || form === '') return 'form is empty';
  if (!isAmount(total)) return `total is ${total}, not 0 or more`;
  if (uncertainty !== null && !isAmount(uncertainty)) return `uncertainty is ${uncertainty}, neither null nor 0 or more`;
  if (saturated !== null && typeof saturated !== 'boolean') return `saturated is ${String(saturated)}, neither null nor a boolean`;
  if (score !== null && !(score >= -SLACK && score <= 1 + SLACK)) return `score is ${score}, neither null nor in [0, 1]`;
  return (density === null ? null : problemOfDensity(density, part)) ?? (points === null ? null : problemOfPoints(points, part));
}

/**
 * Checks what a counter answered before anything is made of it: ranges, lengths, no NaN, points where they were asked for. The types alone
 * do not hold for plugins in JavaScript. Meant to be called inside `runMethod`, which makes PLUGIN_FAILED of it.
 *
 * @param part what was asked about, in pixels of the upright original
 * @returns the result itself
 * @throws Error naming the field and what is wrong with it
 */
export function checkCountResult(result: CountResult, part: Box): CountResult {
  const problem = problemOf(result, part);
  if (problem === null) return result;
  throw new Error(`A wrong result: ${problem}.`);
}

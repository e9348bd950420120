import { badInput } from '../../errors.js';
import type { Box } from '../../geometry/box.js';
import { tooMany } from '../../math/most-numbers.js';
import { checkBackground, checkLabels, type TextLimits } from '../../text/labels.js';
import { checkPrompts } from '../../text/prompts.js';
import type { DetectAsked, DetectedThing, DetectQuestion, DetectResult } from './contract.js';

/** Objects of one answer, whatever is asked. */
export const MOST_OBJECTS = 300;

/** @param asked complete: defaults are the schema's @throws BAD_INPUT naming the argument; LIMIT_EXCEEDED for too many labels or texts */
export function detectQuestion(
  { labels: asked, prompts, background, attributes, minScore = null, limit }: DetectAsked & { readonly limit: number },
  limits: TextLimits,
): DetectQuestion {
  if (!(Number.isInteger(limit) && limit >= 1 && limit <= MOST_OBJECTS))
    throw badInput('limit', `must be 1 to ${MOST_OBJECTS}, got ${limit}.`);
  if (minScore !== null && !(minScore >= 0 && minScore <= 1)) throw badInput('minScore', `must be 0 to 1, got ${minScore}.`);
  const labels = checkLabels(asked, limits);
  return {
    labels,
    prompts: checkPrompts(prompts, labels, limits),
    background: checkBackground(background, limits),
    attributes: checkBackground(attributes, limits, 'attributes') ?? [],
    minScore,
    limit,
  };
}

/** Rounding may leave a box outside the part by this many pixels, and a probability outside [0, 1] by this much. */
const SLACK = 1e-3;

const inUnit = (value: unknown): boolean => typeof value === 'number' && value >= -SLACK && value <= 1 + SLACK; // false for NaN

const isSize = (value: unknown): boolean => Number.isInteger(value) && (value as number) > 0;

function problemOfBox(box: Partial<Box> | null | undefined, part: Box): string | null {
  const { x, y, width, height } = (box ?? {}) as Box;
  if (![x, y, width, height].every(Number.isFinite) || !(width > 0 && height > 0)) return 'box is no box with sides above 0';
  const inside =
    x >= part.x - SLACK && y >= part.y - SLACK && x + width <= part.x + part.width + SLACK && y + height <= part.y + part.height + SLACK;
  return inside ? null : 'box is not inside the part asked about';
}

function problemOfMask(mask: DetectedThing['mask']): string | null {
  if (mask === null) return null;
  if (typeof mask !== 'object' || !isSize(mask.rows) || !isSize(mask.columns) || mask.channels !== 1)
    return 'mask is no map of one channel';
  const large = tooMany(mask.rows * mask.columns);
  if (large !== null) return `mask ${large}`;
  if (!(mask.data instanceof Float32Array) || mask.data.length !== mask.rows * mask.columns) return 'mask.data is not rows x columns';
  const wrong = mask.data.findIndex((value) => !inUnit(value));
  return wrong < 0 ? null : `mask.data[${wrong}] is ${mask.data[wrong]}, not in [0, 1]`;
}

function problemOfThing(thing: DetectedThing | null, { labels, attributes }: DetectQuestion, part: Box): string | null {
  if (typeof thing !== 'object' || thing === null) return 'is no object';
  const { label, box, score, mask, backgroundScore, embedding, attributes: found } = thing;
  if (!(Number.isInteger(label) && label >= 0 && label < labels.length)) return `label is ${String(label)}, no place of a label`;
  if (!inUnit(score)) return `score is ${String(score)}, not in [0, 1]`;
  if (backgroundScore !== null && !inUnit(backgroundScore))
    return `backgroundScore is ${String(backgroundScore)}, neither null nor in [0, 1]`;
  if (embedding !== null && !(embedding instanceof Float32Array && embedding.every(Number.isFinite)))
    return 'embedding is neither null nor a Float32Array of finite numbers';
  if (!Array.isArray(found) || found.length !== attributes.length || !found.every(inUnit))
    return `attributes has not one number in [0, 1] an attribute (${attributes.length})`;
  return problemOfBox(box, part) ?? problemOfMask(mask);
}

function problemOf(result: DetectResult, question: DetectQuestion, part: Box): string | null {
  if (typeof result !== 'object' || result === null) return 'no result';
  const { form, objects, backgroundUsed } = result;
  if (typeof form !== 'string' || form === '') return 'form is empty';
  if (!Array.isArray(objects)) return 'objects is no list';
  if (objects.length > question.limit) return `objects has ${objects.length} entries, ${question.limit} were asked for`;
  const isUsed = (used: { text?: unknown; score?: unknown } | null): boolean =>
    typeof used?.text === 'string' && Number.isFinite(used.score) && Math.abs(used.score as number) <= 1 + SLACK;
  if (!Array.isArray(backgroundUsed) || !backgroundUsed.every(isUsed)) return 'backgroundUsed is no list of texts with scores in [-1, 1]';
  for (const [place, thing] of (objects as DetectedThing[]).entries()) {
    const problem = problemOfThing(thing, question, part);
    if (problem !== null) return `objects[${place}]: ${problem}`;
    if (place > 0 && thing.score > (objects as DetectedThing[])[place - 1]!.score + SLACK)
      return `objects[${place}]: score is above that of the one before it`;
  }
  return null;
}

/**
 * Checks what a detector answered before anything is made of it: places, ranges, boxes inside what was asked about, no NaN. The types alone do not hold for
 * plugins in JavaScript.
 *
 * @param part what was asked about, in pixels of the upright original
 * @returns the result itself
 * @throws Error naming the field and what is wrong with it
 */
export function checkDetectResult(result: DetectResult, question: DetectQuestion, part: Box): DetectResult {
  const problem = problemOf(result, question, part);
  if (problem === null) return result;
  throw new Error(`A wrong result: ${problem}.`);
}

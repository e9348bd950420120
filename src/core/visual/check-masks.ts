import type { Box } from '../geometry/box.js';
import { checkFinite, checkMaps } from './check-maps.js';
import type { MasksRequest } from './mask-answers.js';
import { MOST_PIXELS } from './max-size.js';

function problemOf({ maps, labels, scores, competes, pixelsOf, threshold, refine, maxSize }: MasksRequest): string | null {
  if (!Array.isArray(labels) || labels.length === 0 || labels.some((label) => typeof label !== 'string'))
    return 'labels is no list of texts, one or more';
  const count = labels.length;
  if (maps.channels < count) return `maps has ${maps.channels} channels for ${count} labels`;
  if (!Array.isArray(scores) || scores.length !== count || !scores.every(Number.isFinite))
    return `scores has not one finite number a label (${count})`;
  if (!Array.isArray(competes) || competes.length !== count || competes.some((value) => typeof value !== 'boolean'))
    return `competes has not one boolean a label (${count})`;
  const isPlace = (place: unknown): boolean => Number.isInteger(place) && (place as number) >= 0 && (place as number) < count;
  if (pixelsOf !== undefined && (!Array.isArray(pixelsOf) || pixelsOf.length !== count || !pixelsOf.every(isPlace)))
    return `pixelsOf has not the place of one of the labels for each (${count})`;
  if (!Number.isFinite(threshold)) return `threshold is ${String(threshold)}, no finite number`;
  if (refine !== 'GUIDED' && refine !== 'BILINEAR') return 'refine is neither GUIDED nor BILINEAR';
  return maxSize >= 1 && maxSize <= MOST_PIXELS ? null : `maxSize must be 1 to ${MOST_PIXELS}, not ${String(maxSize)}`;
}

/**
 * What a plugin wants masks of, looked over before anything is made of it: the types alone do not hold for plugins in JavaScript.
 * @param box of the visual
 * @returns what was checked, read once
 * @throws Error saying what is wrong
 */
export function checkMasks(request: MasksRequest, box: Box): MasksRequest {
  if (typeof request !== 'object' || request === null) throw new Error('masks are asked for without a request.');
  const { labels, scores, competes, pixelsOf, threshold, refine, maxSize } = request;
  const listed = <Item>(list: readonly Item[]): readonly Item[] => (Array.isArray(list) ? Object.freeze([...(list as Item[])]) : list);
  const own = {
    maps: checkMaps(request.maps, box),
    ...{ labels: listed(labels), scores: listed(scores), competes: listed(competes) },
    ...{ pixelsOf: pixelsOf && listed(pixelsOf), threshold, refine, maxSize },
  };
  const problem = problemOf(own);
  if (problem !== null) throw new Error(`${problem}.`);
  checkFinite(own.maps);
  return Object.freeze(own);
}

import { badInput } from '../errors.js';
import { EXACT, type OutlineOptions } from '../geometry/polygons.js';
import type { LabelPixels } from '../pixels/label-pixels.js';
import type { PolygonsAsked } from './mask-answers.js';
import { MOST_PIXELS } from './max-size.js';

/** What is asked in pixels of the original, in those of the mask. @throws BAD_INPUT */
export function outlineOptions({ tolerance, minArea }: PolygonsAsked, { box, width, height }: LabelPixels): OutlineOptions {
  if (tolerance !== null && !(tolerance >= 0 && tolerance <= MOST_PIXELS))
    throw badInput('tolerance', `must be 0 to ${MOST_PIXELS} pixels, got ${tolerance}.`);
  if (!(minArea >= 0)) throw badInput('minArea', `must be 0 square pixels or more, got ${minArea}.`);
  const [across, down] = [box.width / width, box.height / height];
  // The sides may be scaled a little differently, by rounding: by the longer one nothing lies farther off than was asked.
  return { tolerance: tolerance === null ? EXACT : tolerance / Math.max(across, down), minPixels: minArea / (across * down) };
}

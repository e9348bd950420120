import { badInput } from '../errors.js';
import { intersect } from '../geometry/box.js';
import type { Box, Size } from '../geometry/box.js';

export interface BoxRequest extends Box {
  readonly unit: 'PIXEL' | 'NORMALIZED';
}

// Shares times sides land a hair beside whole pixels; without slack 0.1 x 1000 would cover pixel 100 too.
const SLACK = 1e-6;

/**
 * A box as asked, in pixels of the upright original, clipped to `limit` and widened to the whole pixels it touches,
 * so that every mask and crop of the region is exact.
 *
 * @param field names the argument in the error
 * @throws BAD_INPUT when a number is not finite, a side is not above 0, or nothing is left
 */
export function regionBox(asked: BoxRequest, original: Size, limit: Box, field: string): Box {
  const { x, y, width, height } = asked;
  if (![x, y, width, height].every(Number.isFinite)) throw badInput(field, 'every number must be finite.');
  if (!(width > 0 && height > 0)) throw badInput(field, `width and height must be above 0, got ${width} and ${height}.`);
  const across = asked.unit === 'NORMALIZED' ? original.width : 1;
  const down = asked.unit === 'NORMALIZED' ? original.height : 1;
  const left = Math.floor(x * across + SLACK);
  const top = Math.floor(y * down + SLACK);
  const right = Math.ceil((x + width) * across - SLACK);
  const bottom = Math.ceil((y + height) * down - SLACK);
  const box = intersect({ x: left, y: top, width: right - left, height: bottom - top }, limit);
  if (!(box.width > 0 && box.height > 0)) {
    const edges = `x ${limit.x} to ${limit.x + limit.width}, y ${limit.y} to ${limit.y + limit.height}`;
    throw badInput(field, `nothing of this box lies inside the visual it was asked of, which covers ${edges} px.`);
  }
  return box;
}

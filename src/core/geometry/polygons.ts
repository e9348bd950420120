import type { Box, Point } from './box.js';
import { simplifyRing } from './simplify.js';
import { traceRings } from './trace-rings.js';

/** Below half a diagonal pixel (0.354): no pixel centre changes sides. */
const TOLERANCE = 0.34;

/**
 * Outlines of the pixels equal to `value`, to be filled even-odd: holes are rings of their own. Filling them again at pixel
 * centres gives the mask back.
 *
 * @param data row-major, width * height
 * @param bounds of the label, as {@link AreaCounter} counts them
 * @returns rings x, y, x, y, ... in mask pixels, outer ones clockwise
 */
export function outlines(
  data: ArrayLike<number>,
  width: number,
  height: number,
  value: number,
  bounds: Box,
  tolerance = TOLERANCE,
): number[][] {
  return traceRings(data, width, height, value, bounds).map((ring) => simplifyRing(ring, tolerance));
}

/** Rings in mask pixels as points of the upright original, in hundredths of a pixel. */
export function toOriginal(rings: readonly ArrayLike<number>[], width: number, height: number, box: Box): Point[][] {
  const round = (value: number): number => Math.round(value * 100) / 100;
  return rings.map((ring) =>
    Array.from({ length: ring.length / 2 }, (_, i) => ({
      x: round(box.x + (ring[2 * i]! * box.width) / width),
      y: round(box.y + (ring[2 * i + 1]! * box.height) / height),
    })),
  );
}

import type { Box, Point } from './box.js';
import { simplifyRing } from './simplify.js';
import { traceRings } from './trace-rings.js';

/** Below half a diagonal pixel (0.354): no pixel centre changes sides. */
export const EXACT = 0.34;

export interface OutlineOptions {
  /** How far points that are left out may lie from the outline, in mask pixels. */
  readonly tolerance: number;
  /** Rings around fewer mask pixels are left out; what lies in one that is left out has less, and goes with it. */
  readonly minPixels: number;
}

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
  { tolerance, minPixels }: OutlineOptions = { tolerance: EXACT, minPixels: 0 },
): number[][] {
  const rings = traceRings(data, width, height, value, bounds);
  return rings.filter((ring) => pixelsWithin(ring) >= minPixels).map((ring) => simplifyRing(ring, tolerance));
}

/**
 * Pixels inside a ring of {@link traceRings}, those of rings within it included. It cuts an eighth of a pixel off at each corner that turns outward and adds
 * one at each that turns inward; of a closed ring there are four more of the former.
 */
function pixelsWithin(ring: readonly number[]): number {
  let sum = 0;
  let [x, y] = [ring[ring.length - 2]!, ring[ring.length - 1]!];
  for (let i = 0; i < ring.length; i += 2) {
    sum += x * ring[i + 1]! - ring[i]! * y;
    [x, y] = [ring[i]!, ring[i + 1]!];
  }
  return Math.abs(sum) / 2 + 0.5;
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

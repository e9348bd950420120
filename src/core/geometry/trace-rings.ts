import type { Box } from './box.js';

// Directions: 0 right, 1 down, 2 left, 3 up. The label is always to the right hand of the walk.
const STEP_X = [1, 0, -1, 0] as const;
const STEP_Y = [0, 1, 0, -1] as const;
// Pixel ahead on the right and on the left of a corner (x, y), by direction.
const RIGHT_X = [0, -1, -1, 0] as const;
const RIGHT_Y = [0, 0, -1, -1] as const;
const LEFT_X = [0, 0, -1, -1] as const;
const LEFT_Y = [-1, 0, 0, -1] as const;

/**
 * Walks along the pixel edges between `value` and everything else. Every ring is given as the middles of its unit edges
 * (x, y, x, y, ...): the outline that marching squares draws, from which every pixel centre is at least 0.35 away.
 * Outer rings run clockwise (y down), holes the other way; pixels that touch only at a corner are apart.
 *
 * @param data row-major, `width` * `height`
 * @param bounds only pixels inside can have the value
 * @returns rings in mask pixels; (0, 0) is the top-left corner of the first pixel
 */
export function traceRings(data: ArrayLike<number>, width: number, height: number, value: number, bounds: Box): number[][] {
  const has = (x: number, y: number): boolean => x >= 0 && x < width && y >= 0 && y < height && data[y * width + x] === value;
  const walked = new Uint8Array(bounds.width * bounds.height);
  const rings: number[][] = [];
  for (let y = bounds.y; y < bounds.y + bounds.height; y++) {
    for (let x = bounds.x; x < bounds.x + bounds.width; x++) {
      // Each ring has an upper edge, and each upper edge belongs to one ring.
      if (walked[(y - bounds.y) * bounds.width + x - bounds.x] || !has(x, y) || has(x, y - 1)) continue;
      rings.push(walk(x, y));
    }
  }
  return rings;

  function walk(startX: number, startY: number): number[] {
    const ring: number[] = [];
    let x = startX;
    let y = startY;
    let direction = 0;
    do {
      if (direction === 0) walked[(y - bounds.y) * bounds.width + x - bounds.x] = 1;
      ring.push(x + STEP_X[direction]! / 2, y + STEP_Y[direction]! / 2);
      x += STEP_X[direction]!;
      y += STEP_Y[direction]!;
      if (!has(x + RIGHT_X[direction]!, y + RIGHT_Y[direction]!)) direction = (direction + 1) & 3;
      else if (has(x + LEFT_X[direction]!, y + LEFT_Y[direction]!)) direction = (direction + 3) & 3;
    } while (x !== startX || y !== startY || direction !== 0);
    return ring;
  }
}

import type { Box } from '../../core/index.js';

/** Share of a tile's side that it has in common with the next. */
const OVERLAP = 0.25;

/** Where tiles of `side` begin along an axis, so that each overlaps the last by at least OVERLAP; the last is shifted inward to fit. */
function starts(length: number, side: number): number[] {
  const step = Math.max(1, Math.floor(side * (1 - OVERLAP)));
  const count = 1 + Math.max(0, Math.ceil((length - side) / step));
  return [...new Set(Array.from({ length: count }, (_, i) => Math.min(i * step, length - side)))];
}

/**
 * Square tiles over a box, `along` of them along its longer side, row by row. In whole pixels; a box too small for that many gets fewer. On a side
 * shorter than a tile, tiles are as high (or wide) as the box.
 */
export function tileBoxes(box: Box, along: number): Box[] {
  const longest = Math.max(box.width, box.height);
  const side = Math.min(longest, Math.ceil(longest / (along - OVERLAP * (along - 1))));
  const [width, height] = [Math.min(side, box.width), Math.min(side, box.height)];
  const across = starts(box.width, width);
  return starts(box.height, height).flatMap((y) => across.map((x) => ({ x: box.x + x, y: box.y + y, width, height })));
}

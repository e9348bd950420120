import { intersect, type Box, type Point } from '../../core/index.js';
import { areasIn, type Field } from './field.js';

/** Points of one answer: what the host's field gives at most. */
export const MOST_POINTS = 10_000;

/** `count` places spread evenly over a box. */
function spread(box: Box, count: number): Point[] {
  const columns = Math.ceil(Math.sqrt(count));
  const rows = Math.ceil(count / columns);
  return Array.from({ length: count }, (_, i) => {
    const row = Math.floor(i / columns);
    const inRow = row === rows - 1 ? count - row * columns : columns;
    return { x: box.x + (((i % columns) + 0.5) / inRow) * box.width, y: box.y + ((row + 0.5) / rows) * box.height };
  });
}

/**
 * round(total) points out of a density: each block gets the whole part of what it holds within `box`, the rest go to the blocks with the largest
 * remainders (the first from the top left among equals). Within a block they are spread evenly: no more is known.
 *
 * @returns blocks that hold most first
 */
export function pointsOf(field: Field, box: Box): Point[] {
  const areas = areasIn(field, box);
  const masses = Array.from(areas, (area, i) => area * field.data[i]!);
  const whole = masses.map(Math.floor);
  const left = Math.round(masses.reduce((sum, mass) => sum + mass, 0)) - whole.reduce((sum, count) => sum + count, 0);
  const byRest = masses.map((_, i) => i).sort((a, b) => masses[b]! - whole[b]! - (masses[a]! - whole[a]!) || a - b);
  for (const i of byRest.slice(0, Math.max(0, left))) whole[i]! += 1;
  const { x, y, cell, columns } = field;
  const held = masses.map((_, i) => i).filter((i) => whole[i]! > 0);
  held.sort((a, b) => masses[b]! - masses[a]! || a - b);
  const points: Point[] = [];
  for (const i of held) {
    const block = { x: x + (i % columns) * cell.width, y: y + Math.floor(i / columns) * cell.height, ...cell };
    points.push(...spread(intersect(intersect(block, box), field.inside), Math.min(whole[i]!, MOST_POINTS - points.length)));
    if (points.length >= MOST_POINTS) break;
  }
  return points;
}

import { intersect, type Box } from './box.js';
import { cellSpan } from '../math/cell-span.js';

/** A grid of cells over a part of a picture. */
export interface Grid {
  readonly rows: number;
  readonly columns: number;
  readonly frame: Box;
}

/**
 * Cells of a grid that a box covers, and how much of the box each is.
 *
 * @param inner share of the box's sides that is looked at, around its middle
 * @returns [cell, share]; shares sum to 1; nothing where the box lies outside the grid
 */
export function boxCells(box: Box, { rows, columns, frame }: Grid, inner = 1): [number, number][] {
  const [across, down] = [frame.width / columns, frame.height / rows];
  const [width, height] = [inner * box.width, inner * box.height];
  const part = { x: box.x + (box.width - width) / 2, y: box.y + (box.height - height) / 2, width, height };
  const [vertical, horizontal] = [cellSpan(part.y, height, frame.y, down, rows), cellSpan(part.x, width, frame.x, across, columns)];
  const found: [number, number][] = [];
  for (let row = vertical.start; row < vertical.end; row += 1)
    for (let column = horizontal.start; column < horizontal.end; column += 1) {
      const met = intersect({ x: frame.x + column * across, y: frame.y + row * down, width: across, height: down }, part);
      const area = Math.max(0, met.width) * Math.max(0, met.height);
      if (area > 0) found.push([row * columns + column, area]);
    }
  const sum = found.reduce((all, [, area]) => all + area, 0);
  return found.map(([cell, area]) => [cell, area / sum]);
}

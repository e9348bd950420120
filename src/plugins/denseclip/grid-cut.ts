import { cellSpan, topMean, type Box } from '../../core/index.js';

/** A rectangle of whole cells. */
interface Cells {
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
}

/** A grid of cells that covers `frame` exactly, and the part of it that a box needs. */
export interface GridCut extends Cells {
  /** Columns of the whole grid. */
  readonly all: number;
  /** Of the part, in pixels of the upright original. */
  readonly frame: Box;
  /** The cells that meet the box, counted from the part's own corner. */
  readonly met: Cells;
}

/**
 * The cells that a box needs: those that it meets, and one more on each side, so that bilinear enlargement within the box is what it is
 * on the whole grid. For a box that covers the frame, the whole grid.
 */
export function cutFor(box: Box, frame: Box, rows: number, columns: number): GridCut {
  const cell = { width: frame.width / columns, height: frame.height / rows };
  const { start: left, end: right } = cellSpan(box.x, box.width, frame.x, cell.width, columns);
  const { start: top, end: bottom } = cellSpan(box.y, box.height, frame.y, cell.height, rows);
  const [row, column] = [Math.max(0, top - 1), Math.max(0, left - 1)];
  const size = { rows: Math.min(rows, bottom + 1) - row, columns: Math.min(columns, right + 1) - column };
  return {
    row,
    column,
    ...size,
    all: columns,
    frame: {
      x: frame.x + column * cell.width,
      y: frame.y + row * cell.height,
      width: size.columns * cell.width,
      height: size.rows * cell.height,
    },
    met: { row: top - row, column: left - column, rows: bottom - top, columns: right - left },
  };
}

/** Writes, where a cell of the part has more than is there. @param from maps of the whole grid, `at` where one begins @param to that map of the part */
export function takeHigher({ row, column, rows, columns, all }: GridCut, from: Float32Array, at: number, to: Float32Array): void {
  for (let y = 0; y < rows; y += 1) {
    const source = at + (row + y) * all + column;
    const target = y * columns;
    for (let x = 0; x < columns; x += 1) if (from[source + x]! > to[target + x]!) to[target + x] = from[source + x]!;
  }
}

/**
 * Mean of the `count` highest values where the box is, margins left out.
 * @param map of the part
 */
export function topOf(map: Float32Array, { columns, met }: GridCut, count: number): number {
  const values = new Float32Array(met.rows * met.columns);
  for (let y = 0; y < met.rows; y += 1) {
    const from = (met.row + y) * columns + met.column;
    values.set(map.subarray(from, from + met.columns), y * met.columns);
  }
  return topMean(values, Math.min(1, count / values.length));
}

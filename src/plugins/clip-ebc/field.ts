import type { Box } from '../../core/index.js';

/** Values per square pixel of the original, constant in each cell of a grid. */
export interface Field {
  readonly rows: number;
  readonly columns: number;
  /** Where the grid begins, and the size of a cell, in pixels of the original. */
  readonly x: number;
  readonly y: number;
  readonly cell: { readonly width: number; readonly height: number };
  /** The part that the values speak of: cells at the right and bottom edge may reach beyond it. */
  readonly inside: Box;
  readonly data: Float64Array;
}

/** From and to along one axis. */
type Span = readonly [number, number];

const spanOf = ({ inside }: Field, axis: 'x' | 'y'): Span => [inside[axis], inside[axis] + inside[axis === 'x' ? 'width' : 'height']];

/** Pixels from `low` to `high`, each divided by the number of spans that it lies in. */
function shared(low: number, high: number, spans: readonly Span[]): number {
  if (spans.length < 2) return high - low;
  const borders = [low, ...spans.flat().filter((border) => border > low && border < high), high].sort((a, b) => a - b);
  return borders.slice(1).reduce((sum, border, i) => {
    const middle = (border + borders[i]!) / 2;
    return sum + (border - borders[i]!) / Math.max(1, spans.filter(([from, to]) => middle > from && middle < to).length);
  }, 0);
}

/** One axis: for each of `count` cells of `length` from `start` on, those of a second grid that it meets and over how many pixels. */
type Meetings = readonly (readonly (readonly [index: number, pixels: number])[])[];

function meetings(start: number, length: number, count: number, field: Field, axis: 'x' | 'y', spans: readonly Span[] = []): Meetings {
  const side = axis === 'x' ? 'width' : 'height';
  const [origin, cell, cells] = [field[axis], field.cell[side], axis === 'x' ? field.columns : field.rows];
  const [from, to] = spanOf(field, axis);
  return Array.from({ length: count }, (_, i) => {
    const [low, high] = [Math.max(from, start + i * length), Math.min(to, start + (i + 1) * length)];
    const found: [number, number][] = [];
    for (let j = Math.max(0, Math.floor((low - origin) / cell)); j < cells && origin + j * cell < high; j += 1) {
      const [begin, end] = [Math.max(low, origin + j * cell), Math.min(high, origin + (j + 1) * cell)];
      if (end - begin > 1e-9 * cell) found.push([j, shared(begin, end, spans)]);
    }
    return found;
  });
}

/** Square pixels of each cell of a field that lie inside a box, `[rows * columns]`. */
export function areasIn(field: Field, box: Box): Float64Array {
  const areas = new Float64Array(field.rows * field.columns);
  const [across] = meetings(box.x, box.width, 1, field, 'x');
  const [down] = meetings(box.y, box.height, 1, field, 'y');
  for (const [row, height] of down!) for (const [column, width] of across!) areas[row * field.columns + column] = height * width;
  return areas;
}

/** The sum of values over a box: the whole of what it holds, whatever cells it cuts. Parts sum to the whole. */
export const integrate = (field: Field, box: Box): number => areasIn(field, box).reduce((sum, area, i) => sum + area * field.data[i]!, 0);

/**
 * Puts overlapping tiles together on one grid over `box`: where tiles overlap, their mean (CLIP-EBC's count map, arXiv:2403.09281, its sliding
 * window), so that nothing counts twice. Tiles need not share cell borders: cells are cut by area. One field alone stays as it is.
 *
 * @param fields of tiles in rows and columns; the answer's cells are about as large as the first one's
 */
export function stitch(fields: readonly Field[], box: Box): Field {
  const first = fields[0]!;
  if (fields.length === 1) return first;
  const columns = Math.max(1, Math.round(box.width / first.cell.width));
  const rows = Math.max(1, Math.round(box.height / first.cell.height));
  const cell = { width: box.width / columns, height: box.height / rows };
  const [data, seen] = [new Float64Array(rows * columns), new Float64Array(rows * columns)];
  const spans = (axis: 'x' | 'y'): Span[] => [
    ...new Map(fields.map((field) => [spanOf(field, axis).join(), spanOf(field, axis)])).values(),
  ];
  const [spansAcross, spansDown] = [spans('x'), spans('y')];
  for (const field of fields) {
    const across = meetings(box.x, cell.width, columns, field, 'x', spansAcross);
    const down = meetings(box.y, cell.height, rows, field, 'y', spansDown);
    down.forEach((rowsMet, y) =>
      across.forEach((columnsMet, x) => {
        const at = y * columns + x;
        for (const [row, height] of rowsMet)
          for (const [column, width] of columnsMet) {
            data[at]! += field.data[row * field.columns + column]! * height * width;
            seen[at]! += height * width;
          }
      }),
    );
  }
  for (let at = 0; at < data.length; at += 1) if (seen[at]! > 0) data[at]! /= seen[at]!;
  return { rows, columns, x: box.x, y: box.y, cell, inside: box, data };
}

/** Cells [start, end) along one axis. */
export interface CellSpan {
  readonly start: number;
  readonly end: number;
}

// A box that was computed from shares, or ends exactly on a cell's border, must not touch the next cell through rounding.
const SLACK = 1e-6;

/** Of `cells` cells of length `cell` from `origin` on, those that `[from, from + length)` meets: at least one, the nearest where it meets none. */
export function cellSpan(from: number, length: number, origin: number, cell: number, cells: number): CellSpan {
  const start = Math.min(cells - 1, Math.max(0, Math.floor((from - origin) / cell + SLACK)));
  const end = Math.min(cells, Math.max(start + 1, Math.ceil((from + length - origin) / cell - SLACK)));
  return { start, end };
}

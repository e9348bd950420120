/** Cells that touch each other, also at a corner. */
export interface ConnectedArea {
  /** Places of its cells, row-major. */
  readonly cells: readonly number[];
  /** The cell with the highest value, and the first of equals. */
  readonly peak: number;
  readonly left: number;
  readonly top: number;
  /** Of its last column and row. */
  readonly right: number;
  readonly bottom: number;
}

/** All connected areas of a grid where values are at `least` or above, the highest peak first. */
export function connectedAreas(values: Float32Array, columns: number, least: number): ConnectedArea[] {
  const rows = values.length / columns;
  const seen = new Uint8Array(values.length);
  const areas: ConnectedArea[] = [];
  for (let start = 0; start < values.length; start += 1) {
    if (seen[start] === 1 || !(values[start]! >= least)) continue;
    const cells = [start];
    let [peak, left, right, top, bottom] = [start, columns, -1, rows, -1];
    seen[start] = 1;
    for (let next = 0; next < cells.length; next += 1) {
      const cell = cells[next]!;
      const [row, column] = [Math.floor(cell / columns), cell % columns];
      if (values[cell]! > values[peak]!) peak = cell;
      [left, right] = [Math.min(left, column), Math.max(right, column)];
      [top, bottom] = [Math.min(top, row), Math.max(bottom, row)];
      for (let y = Math.max(0, row - 1); y <= Math.min(rows - 1, row + 1); y += 1)
        for (let x = Math.max(0, column - 1); x <= Math.min(columns - 1, column + 1); x += 1) {
          const other = y * columns + x;
          if (seen[other] === 1 || !(values[other]! >= least)) continue;
          seen[other] = 1;
          cells.push(other);
        }
    }
    areas.push({ cells, peak, left, top, right, bottom });
  }
  return areas.sort((a, b) => values[b.peak]! - values[a.peak]! || a.peak - b.peak);
}

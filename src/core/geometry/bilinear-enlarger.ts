import { axisTable, mixRows, type AxisTable } from './bilinear.js';
import type { RowBand } from './box-mean.js';
import type { Competition, Enlarger } from './enlarger.js';

/** Plain bilinear edges. */
export function bilinearEnlarger({ maps, box, size }: Competition, band: RowBand): Enlarger {
  const { columns, rows, frame, data: grid } = maps;
  const across = axisTable(box.x, box.width, size.width, frame.x, frame.width, columns);
  const down = axisTable(box.y, box.height, size.height, frame.y, frame.height, rows);
  const row = new Float32Array(columns);
  return (chunk) => (index, y, start, end, best, data, label) => {
    const base = chunk[index]!.channel * rows * columns;
    const at = band.first + y;
    mixRows(grid, base + down.low[at]! * columns, base + down.high[at]! * columns, down.weight[at]!, columns, row);
    offer(row, across, start, end, best, y * size.width, data, at * size.width, label);
  };
}

function offer(
  row: Float32Array,
  across: AxisTable,
  start: number,
  end: number,
  best: Float32Array,
  bestAt: number,
  data: Uint16Array,
  dataAt: number,
  label: number,
): void {
  const { low, high, weight } = across;
  for (let x = start; x < end; x++) {
    const from = row[low[x]!]!;
    const value = from + (row[high[x]!]! - from) * weight[x]!;
    if (value > best[bestAt + x]!) {
      best[bestAt + x] = value;
      data[dataAt + x] = label;
    }
  }
}

import type { Box, Size } from './box.js';
import type { ScoreMaps } from './score-maps.js';

/** For each output position along one axis: two neighbouring cells and the weight of the second. */
export interface AxisTable {
  readonly low: Int32Array;
  readonly high: Int32Array;
  /** In [0, 1]. */
  readonly weight: Float32Array;
}

/**
 * Where `count` equal steps over [start, start + extent) fall among `cells` equal cells over [frameStart, frameStart +
 * frameExtent), centre to centre, edges repeated: `align_corners=false` of torch's `interpolate`.
 */
export function axisTable(start: number, extent: number, count: number, frameStart: number, frameExtent: number, cells: number): AxisTable {
  const low = new Int32Array(count);
  const high = new Int32Array(count);
  const weight = new Float32Array(count);
  for (let i = 0; i < count; i++) {
    const position = start + ((i + 0.5) * extent) / count;
    const cell = Math.min(cells - 1, Math.max(0, ((position - frameStart) / frameExtent) * cells - 0.5));
    low[i] = Math.min(cells - 1, Math.floor(cell));
    high[i] = Math.min(cells - 1, low[i]! + 1);
    weight[i] = cell - low[i]!;
  }
  return { low, high, weight };
}

/** For each cell the first position whose lower neighbour it is or lies beyond; one more at the end. `low` ascends. */
export function firstPixels(low: Int32Array, cells: number): Int32Array {
  const first = new Int32Array(cells + 1);
  for (let cell = 0, at = 0; cell <= cells; cell++) {
    while (at < low.length && low[at]! < cell) at++;
    first[cell] = at;
  }
  return first;
}

/** `to[x] = row(low)[x] * (1 - weight) + row(high)[x] * weight` for `width` values that begin at `low` and `high`. */
export function mixRows(from: Float32Array, low: number, high: number, weight: number, width: number, to: Float32Array): void {
  for (let x = 0; x < width; x++) {
    const value = from[low + x]!;
    to[x] = value + (from[high + x]! - value) * weight;
  }
}

/**
 * Samples rows [firstRow, endRow) of one channel at the pixel centres of `size` laid over `box`.
 *
 * @param box in the same pixels as `maps.frame`; beyond the frame the edge cells are repeated
 * @param out receives (endRow - firstRow) * size.width values
 */
export function sampleChannel(
  maps: ScoreMaps,
  channel: number,
  box: Box,
  size: Size,
  out = new Float32Array(size.width * size.height),
  firstRow = 0,
  endRow = size.height,
): Float32Array {
  const { frame, rows, columns, data } = maps;
  const across = axisTable(box.x, box.width, size.width, frame.x, frame.width, columns);
  const down = axisTable(box.y, box.height, size.height, frame.y, frame.height, rows);
  const row = new Float32Array(columns);
  const base = channel * rows * columns;
  for (let y = firstRow, at = 0; y < endRow; y++) {
    mixRows(data, base + down.low[y]! * columns, base + down.high[y]! * columns, down.weight[y]!, columns, row);
    for (let x = 0; x < size.width; x++, at++) {
      const value = row[across.low[x]!]!;
      out[at] = value + (row[across.high[x]!]! - value) * across.weight[x]!;
    }
  }
  return out;
}

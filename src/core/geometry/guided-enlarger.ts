import { axisTable, firstPixels, mixRows, type AxisTable } from './bilinear.js';
import type { Size } from './box.js';
import type { Planes, Rect, RowBand } from './box-mean.js';
import type { Candidate } from './candidates.js';
import type { Competition, Enlarger } from './enlarger.js';
import { GuidedFilter, neededRows } from './guided-filter.js';

/** Variance of luma (0 to 1) below which the picture counts as flat: that of a step of 7 grey levels. */
const EPS = 2e-4;
/** Radius of the filter's window: as far as the maps' own blur reaches, in cells of the maps and in the result's longer side. */
const RADIUS = { cells: 0.75, side: 1 / 40, least: 2, most: 64 };

/** Radius of the filter's window in pixels of the result. */
function guidedRadius({ size }: Competition, cell: Size): number {
  const blur = Math.max(RADIUS.cells * Math.max(cell.width, cell.height), RADIUS.side * Math.max(size.width, size.height));
  return Math.min(RADIUS.most, Math.max(RADIUS.least, blur));
}

/** A cell of the maps in pixels of the result. */
const cellSize = ({ maps, box, size }: Competition): Size => ({
  width: (maps.frame.width / maps.columns) * (size.width / box.width),
  height: (maps.frame.height / maps.rows) * (size.height / box.height),
});

/** Squares between cell centres by which guided edges may move what bilinear ones decide: a quarter of the radius, at least one. */
export function guidedReach(call: Competition): number {
  const cell = cellSize(call);
  return Math.ceil(guidedRadius(call, cell) / 4 / Math.min(cell.width, cell.height));
}

/** The grid on which coefficients are worked out: a third of the radius (He and Sun: a quarter) lets fewer textures through. */
function guidedGrid(call: Competition): { step: number; radius: number } {
  const radius = guidedRadius(call, cellSize(call));
  const step = Math.min(8, Math.max(1, Math.floor(radius / 3)));
  return { step, radius: Math.max(1, Math.round(radius / step)) };
}

/**
 * Edges that follow the picture: the fast guided filter of each channel, its coefficients on a coarse grid and only around
 * where the channel can win.
 */
export function guidedEnlarger(call: Competition, guide: Uint8Array, band: RowBand, check: () => void): Enlarger {
  const { maps, box, size } = call;
  const { step, radius } = guidedGrid(call);
  const columns = Math.ceil(size.width / step);
  const rows = Math.ceil(size.height / step);
  const across = axisTable(0, size.width, size.width, 0, columns * step, columns);
  const down = axisTable(0, size.height, size.height, 0, rows * step, rows);
  const output = { first: down.low[band.first]!, end: down.high[band.end - 1]! + 1 };
  const needed = neededRows(output, radius, rows);
  const filter = new GuidedFilter(shrinkGuide(guide, size, step, needed), columns, rows, radius, EPS, output);
  // The coarse maps at the grid's centres: the grid may reach beyond the box by part of a step.
  const gridAcross = axisTable(box.x, (box.width * columns * step) / size.width, columns, maps.frame.x, maps.frame.width, maps.columns);
  const gridDown = axisTable(box.y, (box.height * rows * step) / size.height, rows, maps.frame.y, maps.frame.height, maps.rows);
  const pixelsDown = firstPixels(axisTable(box.y, box.height, size.height, maps.frame.y, maps.frame.height, maps.rows).low, maps.rows);
  const pixelsAcross = firstPixels(axisTable(box.x, box.width, size.width, maps.frame.x, maps.frame.width, maps.columns).low, maps.columns);
  const input = new Float32Array((needed.end - needed.first) * columns);
  const coarse = new Float32Array(maps.columns);
  const slopes: Planes[] = [];
  const newPlane = () => new Float32Array((output.end - output.first) * columns);
  const rowA = new Float32Array(columns);
  const rowB = new Float32Array(columns);

  /** The part of the grid that a channel's pixels in this band are mixed from; null if it has none here. */
  function part({ spans }: Candidate): Rect | null {
    let [left, top, right, bottom] = [size.width, band.end, 0, band.first];
    spans.forEach((row, y) => {
      if (row.length === 0 || pixelsDown[y + 1]! <= band.first || pixelsDown[y]! >= band.end) return;
      top = Math.min(top, Math.max(band.first, pixelsDown[y]!));
      bottom = Math.max(bottom, Math.min(band.end, pixelsDown[y + 1]!));
      left = Math.min(left, pixelsAcross[row[0]!]!);
      right = Math.max(right, pixelsAcross[row.at(-1)!]!);
    });
    if (left >= right || top >= bottom) return null;
    return { left: across.low[left]!, right: across.high[right - 1]! + 1, top: down.low[top]!, bottom: down.high[bottom - 1]! + 1 };
  }

  function fill(channel: number, rect: Rect): void {
    const base = channel * maps.rows * maps.columns;
    const { low, high, weight } = gridAcross;
    for (let y = rect.top; y < rect.bottom; y++) {
      mixRows(
        maps.data,
        base + gridDown.low[y]! * maps.columns,
        base + gridDown.high[y]! * maps.columns,
        gridDown.weight[y]!,
        maps.columns,
        coarse,
      );
      const at = (y - needed.first) * columns;
      for (let x = rect.left; x < rect.right; x++) {
        const from = coarse[low[x]!]!;
        input[at + x] = from + (coarse[high[x]!]! - from) * weight[x]!;
      }
    }
  }

  return (chunk) => {
    const ranges = chunk.map((candidate, i) => {
      check();
      slopes[i] ??= { first: output.first, one: newPlane(), two: newPlane() };
      const rect = part(candidate);
      if (rect) {
        fill(candidate.channel, filter.reach(rect));
        filter.coefficients(input, slopes[i], rect);
      }
      return { rect, most: highest(maps.data, candidate.channel * maps.rows * maps.columns, maps.rows * maps.columns) };
    });
    return (index, y, start, end, best, data, label) => {
      const { one, two } = slopes[index]!;
      const { rect, most } = ranges[index]!;
      if (!rect) return;
      const at = band.first + y;
      const low = (down.low[at]! - output.first) * columns;
      const high = (down.high[at]! - output.first) * columns;
      mixRows(one, low, high, down.weight[at]!, columns, rowA);
      mixRows(two, low, high, down.weight[at]!, columns, rowB);
      offer(rowA, rowB, across, guide, start, end, most, best, y * size.width, data, at * size.width, label);
    };
  };
}

function offer(
  rowA: Float32Array,
  rowB: Float32Array,
  across: AxisTable,
  guide: Uint8Array,
  start: number,
  end: number,
  most: number,
  best: Float32Array,
  bestAt: number,
  data: Uint16Array,
  dataAt: number,
  label: number,
): void {
  const { low, high, weight } = across;
  for (let x = start; x < end; x++) {
    const i = low[x]!;
    const j = high[x]!;
    const t = weight[x]!;
    const a = rowA[i]!;
    const b = rowB[i]!;
    let value = (a + (rowA[j]! - a) * t) * (guide[dataAt + x]! * (1 / 255)) + b + (rowB[j]! - b) * t;
    if (value > best[bestAt + x]!) {
      // A bright speck in a dark window overshoots: never beyond what the map holds.
      if (value > most) value = most;
      if (value <= best[bestAt + x]!) continue;
      best[bestAt + x] = value;
      data[dataAt + x] = label;
    }
  }
}

function highest(data: Float32Array, from: number, count: number): number {
  let most = -Infinity;
  for (let i = from; i < from + count; i++) if (data[i]! > most) most = data[i]!;
  return most;
}

/** Means of step x step blocks, in [0, 1], of the grid's rows `band`. */
function shrinkGuide(guide: Uint8Array, size: Size, step: number, band: RowBand): Float32Array {
  const columns = Math.ceil(size.width / step);
  const small = new Float32Array((band.end - band.first) * columns);
  for (let y = band.first, to = 0; y < band.end; y++, to += columns) {
    const bottom = Math.min(size.height, (y + 1) * step);
    for (let v = y * step; v < bottom; v++) {
      for (let x = 0, at = v * size.width; x < columns; x++) {
        const end = v * size.width + Math.min(size.width, (x + 1) * step);
        let sum = 0;
        for (; at < end; at++) sum += guide[at]!;
        small[to + x] = small[to + x]! + sum;
      }
    }
    for (let x = 0; x < columns; x++) small[to + x]! /= 255 * (bottom - y * step) * (Math.min(size.width, (x + 1) * step) - x * step);
  }
  return small;
}

import { fitWithin } from '../geometry/box.js';
import type { Box, Size } from '../geometry/box.js';
import type { ScoreMaps } from '../geometry/score-maps.js';

/** One channel of score maps over exactly `box`, on the method's own grid. */
export interface Heatmap extends Size {
  readonly box: Box;
  readonly maps: ScoreMaps;
  readonly channel: number;
  readonly min: number;
  readonly max: number;
  /** Row-major, width * height. */
  readonly data: Float32Array;
}

/**
 * Averages one channel over the cells of a grid that covers `box`. Where the grid is the channel's own, this copies it.
 * Maps of a region cover whole patches, which may reach beyond its box; the mean weighs each patch by what lies inside.
 */
function resample(maps: ScoreMaps, channel: number, box: Box, size: Size): Float32Array {
  const across = weights(box.x - maps.frame.x, box.width, maps.frame.width / maps.columns, maps.columns, size.width);
  const down = weights(box.y - maps.frame.y, box.height, maps.frame.height / maps.rows, maps.rows, size.height);
  const plane = channel * maps.rows * maps.columns;
  const out = new Float32Array(size.width * size.height);
  down.forEach((rowWeights, y) =>
    across.forEach((columnWeights, x) => {
      let sum = 0;
      for (const [row, rowWeight] of rowWeights)
        for (const [column, columnWeight] of columnWeights)
          sum += rowWeight * columnWeight * maps.data[plane + row * maps.columns + column]!;
      out[y * size.width + x] = sum;
    }),
  );
  return out;
}

/** For each of `parts` equal parts of `[from, from + length)`: the cells that it meets and their shares of it. */
function weights(from: number, length: number, cell: number, cells: number, parts: number): [number, number][][] {
  const step = length / parts;
  return Array.from({ length: parts }, (_, part) => {
    const start = from + part * step;
    const shares: [number, number][] = [];
    let total = 0;
    for (let index = Math.max(0, Math.floor(start / cell)); index < cells && index * cell < start + step; index++) {
      const share = Math.min((index + 1) * cell, start + step) - Math.max(index * cell, start);
      // Rounding leaves slivers of neighbouring cells; they must not disturb an exact copy.
      if (share <= step * 1e-6) continue;
      shares.push([index, share]);
      total += share;
    }
    return shares.map(([index, share]) => [index, share / total]);
  });
}

export function heatmap(maps: ScoreMaps, channel: number, box: Box): Heatmap {
  const size = {
    width: Math.max(1, Math.round((maps.columns * box.width) / maps.frame.width)),
    height: Math.max(1, Math.round((maps.rows * box.height) / maps.frame.height)),
  };
  const data = resample(maps, channel, box, size);
  let min = Infinity;
  let max = -Infinity;
  for (const value of data) {
    if (value < min) min = value;
    if (value > max) max = value;
  }
  return { box, maps, channel, ...size, min, max, data };
}

/** The values row by row, averaged down until no side is above `maxSize`. */
export function heatmapValues(map: Heatmap, maxSize: number): number[] {
  const size = fitWithin(map, maxSize);
  if (size.width === map.width && size.height === map.height) return Array.from(map.data);
  return Array.from(resample(map.maps, map.channel, map.box, size));
}

/** All values as little-endian 32-bit floats, base64. */
export function heatmapFloat32(map: Heatmap): string {
  const bytes = Buffer.alloc(map.data.length * 4);
  map.data.forEach((value, index) => bytes.writeFloatLE(value, index * 4));
  return bytes.toString('base64');
}

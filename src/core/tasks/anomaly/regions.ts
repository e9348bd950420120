import { sampleChannel } from '../../geometry/bilinear.js';
import type { Box, Point } from '../../geometry/box.js';
import { connectedAreas } from '../../geometry/connected-areas.js';
import type { ScoreMaps } from '../../geometry/score-maps.js';

/** A connected place where a map is high. */
export interface HighPlace {
  /** Of its highest patch. */
  readonly score: number;
  /** The middle of that patch, in pixels of the upright original, as is `box`. */
  readonly peak: Point;
  readonly box: Box;
  /** The map within the place, and nothing in other places; one channel over the part. */
  readonly map: ScoreMaps;
}

/** Of the finer grid along a side; a map of more has no finer one. */
const MOST_CELLS = 512;

/** Cells of the finer grid along one of the map: a region's edge lies between patches. Odd, so that the middle of a patch is the middle of a cell. */
const finer = (cells: number): number => [5, 3].find((times) => times * cells <= MOST_CELLS) ?? 1;

/** A map enlarged smoothly; in the middle of each patch its own value, without rounding. */
function enlarged(map: ScoreMaps): {
  readonly values: Float32Array;
  readonly width: number;
  readonly middles: ReadonlyMap<number, number>;
} {
  const { rows, columns, data, frame } = map;
  const [across, down] = [finer(columns), finer(rows)];
  const size = { width: across * columns, height: down * rows };
  const values = sampleChannel(map, 0, frame, size);
  const middles = new Map<number, number>();
  for (let patch = 0; patch < data.length; patch += 1) {
    const [row, column] = [Math.floor(patch / columns), patch % columns];
    const cell = (down * row + (down - 1) / 2) * size.width + across * column + (across - 1) / 2;
    values[cell] = data[patch]!;
    middles.set(cell, patch);
  }
  return { values, width: size.width, middles };
}

/** Values of some cells and of those around them, which are below the threshold: a mask ends between the two, where the map crosses it. */
function around(cells: readonly number[], values: Float32Array, columns: number): Float32Array {
  const data = new Float32Array(values.length);
  const rows = values.length / columns;
  for (const cell of cells) {
    const [row, column] = [Math.floor(cell / columns), cell % columns];
    for (let y = Math.max(0, row - 1); y <= Math.min(rows - 1, row + 1); y += 1)
      for (let x = Math.max(0, column - 1); x <= Math.min(columns - 1, column + 1); x += 1)
        data[y * columns + x] = values[y * columns + x]!;
  }
  return data;
}

/**
 * Connected places of a map, where it is at the threshold or above once it is enlarged smoothly. Every patch at the threshold or above lies in one of them.
 * @param map of exactly the part that was asked about
 * @param most so many at most
 * @returns the highest first
 */
export function highPlaces(map: ScoreMaps, threshold: number, most: number): HighPlace[] {
  const { values, width, middles } = enlarged(map);
  const { frame: part, columns, rows } = map;
  const height = values.length / width;
  const [across, down] = [part.width / width, part.height / height];
  const areas = connectedAreas(values, width, threshold).slice(0, most);
  return areas.map(({ cells, peak: highest, left, top, right, bottom }) => {
    // Between patches nothing is higher than they are: beside the highest, at an edge of the map, it may be as high.
    const as = (cell: number): boolean => values[cell] === values[highest] && middles.has(cell);
    const patch = middles.get(middles.has(highest) ? highest : cells.find(as)!)!;
    return {
      score: map.data[patch]!,
      peak: {
        x: part.x + (((patch % columns) + 0.5) * part.width) / columns,
        y: part.y + ((Math.floor(patch / columns) + 0.5) * part.height) / rows,
      },
      box: {
        x: part.x + left * across,
        y: part.y + top * down,
        width: (right - left + 1) * across,
        height: (bottom - top + 1) * down,
      },
      // Made where a mask is asked for: a noisy map has hundreds of places.
      get map(): ScoreMaps {
        return { channels: 1, rows: height, columns: width, data: around(cells, values, width), frame: part };
      },
    };
  });
}

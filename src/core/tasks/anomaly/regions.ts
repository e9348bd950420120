import { sampleChannel } from '../../geometry/bilinear.js';
import type { Box, Point } from '../../geometry/box.js';
import { connectedAreas } from '../../geometry/connected-areas.js';
import type { ScoreMaps } from '../../geometry/score-maps.js';

/** A connected place where a map is high. */
export interface HighPlace {
  readonly score: number;
  /** In pixels of the upright original, as is `box`. */
  readonly peak: Point;
  readonly box: Box;
  /** The map within the place and nothing elsewhere; one channel over the part. */
  readonly map: ScoreMaps;
}

/** Cells of the finer grid along one of the map: a region's edge lies between patches. */
const FINER = 4;
/** Of that grid along a side. */
const MOST_CELLS = 512;

const fine = (cells: number, extent: number, whole: number): number =>
  Math.max(1, Math.min(MOST_CELLS, Math.round((FINER * cells * extent) / whole)));

/**
 * Connected places of a map, where it is at the threshold or above once it is enlarged smoothly.
 * @param part what was asked about: places are clipped to it
 * @param most so many at most
 * @returns the highest first
 */
export function highPlaces(map: ScoreMaps, threshold: number, part: Box, most: number): HighPlace[] {
  const size = { width: fine(map.columns, part.width, map.frame.width), height: fine(map.rows, part.height, map.frame.height) };
  const values = sampleChannel(map, 0, part, size);
  const [across, down] = [part.width / size.width, part.height / size.height];
  const areas = connectedAreas(values, size.width, threshold).slice(0, most);
  return areas.map(({ cells, peak, left, top, right, bottom }) => {
    const own = (): Float32Array => {
      const data = new Float32Array(values.length);
      for (const cell of cells) data[cell] = values[cell]!;
      return data;
    };
    return {
      score: values[peak]!,
      peak: { x: part.x + ((peak % size.width) + 0.5) * across, y: part.y + (Math.floor(peak / size.width) + 0.5) * down },
      box: {
        x: part.x + left * across,
        y: part.y + top * down,
        width: (right - left + 1) * across,
        height: (bottom - top + 1) * down,
      },
      // Made where a mask is asked for: a noisy map has hundreds of places.
      get map(): ScoreMaps {
        return { channels: 1, rows: size.height, columns: size.width, data: own(), frame: part };
      },
    };
  });
}

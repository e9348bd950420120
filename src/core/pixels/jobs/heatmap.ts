import { axisTable, mixRows } from '../../geometry/bilinear.js';
import { fitWithin, type Box } from '../../geometry/box.js';
import { colorIndex, colormap } from '../../geometry/colormaps.js';
import { sharp } from '../../sharp.js';
import type { EncodedPicture } from '../encoded-picture.js';
import type { SharedMaps } from '../shared.js';

export type Colormap = 'VIRIDIS' | 'CIVIDIS' | 'TURBO' | 'GRAY';

export interface HeatmapInput {
  readonly maps: SharedMaps;
  readonly channel: number;
  readonly box: Box;
  readonly min: number;
  readonly max: number;
  readonly colormap: Colormap;
  /** Longest side in pixels. */
  readonly maxSize: number;
}

/** A PNG of one channel over the box, fitted to `maxSize`: `min` is the colormap's first colour, `max` its last. */
export async function heatmap(input: HeatmapInput, check: () => void): Promise<EncodedPicture> {
  const { maps, channel, box, min, max } = input;
  const { width, height } = fitWithin(box, input.maxSize);
  const table = colormap(input.colormap);
  const across = axisTable(box.x, box.width, width, maps.frame.x, maps.frame.width, maps.columns);
  const down = axisTable(box.y, box.height, height, maps.frame.y, maps.frame.height, maps.rows);
  const base = channel * maps.rows * maps.columns;
  const row = new Float32Array(maps.columns);
  const rgb = new Uint8Array(3 * width * height);
  // Equal ends (a constant map): all of it is the first colour.
  const share = max > min ? 1 / (max - min) : 0;
  for (let y = 0, at = 0; y < height; y++) {
    if (y % 64 === 0) check();
    mixRows(maps.data, base + down.low[y]! * maps.columns, base + down.high[y]! * maps.columns, down.weight[y]!, maps.columns, row);
    for (let x = 0; x < width; x++, at += 3) {
      const from = row[across.low[x]!]!;
      const color = 3 * colorIndex((from + (row[across.high[x]!]! - from) * across.weight[x]! - min) * share);
      rgb[at] = table[color]!;
      rgb[at + 1] = table[color + 1]!;
      rgb[at + 2] = table[color + 2]!;
    }
  }
  const bytes = await sharp(rgb, { raw: { width, height, channels: 3 } })
    .png({ compressionLevel: 6 })
    .toBuffer();
  return { bytes: Uint8Array.from(bytes), width, height, mediaType: 'image/png' };
}

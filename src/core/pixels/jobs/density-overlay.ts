import { axisTable, mixRows } from '../../geometry/bilinear.js';
import { fitWithin, type Box, type Point, type Size } from '../../geometry/box.js';
import { colorIndex, colormap } from '../../geometry/colormaps.js';
import { labelColor, type Rgb } from '../../geometry/palette.js';
import type { EncodedPicture } from '../encoded-picture.js';
import type { SharedMaps, SharedPicture } from '../shared.js';
import { captioned } from '../worker/captioned.js';
import { decodeRgb, pixelRegion } from '../worker/decode.js';

export interface DensityOverlayInput {
  readonly picture: SharedPicture;
  readonly box: Box;
  /** One channel. */
  readonly maps: SharedMaps;
  /** The density that is drawn as the highest. */
  readonly max: number;
  /** Where the density crosses this, a line is drawn, and nothing below it; absent: no line, and colours from 0 on. Below `max`. */
  readonly line?: number | undefined;
  /** In pixels of the upright original. */
  readonly points: readonly Point[];
  /** The legend's line. */
  readonly name: string;
  /** 0 to 1. */
  readonly opacity: number;
  /** Longest side in pixels. */
  readonly maxSize: number;
}

const WHITE: Rgb = [255, 255, 255];

/** Of `opacity`: what lies on the line is to be seen, too. */
const AT_LINE = 0.4;

/**
 * The picture fitted to `maxSize` under the colours of a density map, a dot at each point, and a legend below. Nothing is drawn where
 * density is 0, or below the line where there is one; it covers `opacity` of the picture where it is highest.
 */
export async function densityOverlay(input: DensityOverlayInput, check: () => void): Promise<EncodedPicture> {
  const { box, points, name } = input;
  const size = fitWithin(pixelRegion(box, input.picture), input.maxSize);
  const rgb = await decodeRgb(input.picture, box, size, 'lanczos3');
  check();
  paintDensity(rgb, size, input, check);
  const color = labelColor(3);
  const side = Math.max(size.width, size.height) >= 500 ? 7 : 5;
  return captioned(rgb, size, [{ text: name, note: '', color }], (canvas, left) => {
    for (const point of points) {
      const x = left + Math.min(size.width - 1, Math.floor(((point.x - box.x) * size.width) / box.width)) - (side >> 1);
      const y = Math.min(size.height - 1, Math.floor(((point.y - box.y) * size.height) / box.height)) - (side >> 1);
      canvas.swatch(x - 1, y - 1, side + 2, WHITE, null);
      canvas.swatch(x, y, side, color, null);
    }
  });
}

function paintDensity(rgb: Uint8Array, size: Size, { maps, box, max, line, opacity }: DensityOverlayInput, check: () => void): void {
  if (!(max > 0)) return;
  const table = colormap('TURBO');
  const across = axisTable(box.x, box.width, size.width, maps.frame.x, maps.frame.width, maps.columns);
  const down = axisTable(box.y, box.height, size.height, maps.frame.y, maps.frame.height, maps.rows);
  const row = new Float32Array(maps.columns);
  const [from, least] = line === undefined ? [0, 0] : [line, AT_LINE];
  /** Of the row above and this one: which pixels are beyond the line. */
  const beyond = new Uint8Array(size.width);
  for (let y = 0, at = 0; y < size.height; y++) {
    if (y % 64 === 0) check();
    mixRows(maps.data, down.low[y]! * maps.columns, down.high[y]! * maps.columns, down.weight[y]!, maps.columns, row);
    for (let x = 0; x < size.width; x++, at += 3) {
      const low = row[across.low[x]!]!;
      const value = low + (row[across.high[x]!]! - low) * across.weight[x]!;
      const color = 3 * colorIndex(Math.min(1, value / max));
      const above = value < from ? 0 : Math.min(1, least + ((1 - least) * (value - from)) / Math.max(1e-9, max - from));
      for (let c = 0; c < 3; c++) rgb[at + c] = rgb[at + c]! + (table[color + c]! - rgb[at + c]!) * opacity * above;
      const isBeyond = line !== undefined && value >= line ? 1 : 0;
      if ((y > 0 && beyond[x] !== isBeyond) || (x > 0 && beyond[x - 1] !== isBeyond)) rgb.set(WHITE, at);
      beyond[x] = isBeyond;
    }
  }
}

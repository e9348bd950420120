import { axisTable, mixRows } from '../../geometry/bilinear.js';
import { fitWithin, type Size } from '../../geometry/box.js';
import { colorIndex, colormap } from '../../geometry/colormaps.js';
import { labelColor, type Rgb } from '../../geometry/palette.js';
import { sharp } from '../../images/sharp.js';
import type { Jobs } from '../jobs.js';
import type { EncodedPicture } from '../pixel-work.js';
import { Canvas } from './canvas.js';
import { decodeRgb, pixelRegion } from './decode.js';
import { layOutLegend } from './legend.js';

const WHITE: Rgb = [255, 255, 255];
/** A legend on less is not readable: a narrower picture is centred on a canvas this wide. */
const LEAST_WIDTH = 300;

/**
 * The picture fitted to `maxSize` under the colours of a density map, a dot at each point, and a legend below. Nothing is drawn where
 * density is 0; it covers `opacity` of the picture where it is highest.
 */
export async function densityOverlay(input: Jobs['densityOverlay']['in'], check: () => void): Promise<EncodedPicture> {
  const { box, points, name } = input;
  const size = fitWithin(pixelRegion(box, input.picture), input.maxSize);
  const rgb = await decodeRgb(input.picture, box, size, 'lanczos3');
  check();
  paintDensity(rgb, size, input, check);
  const color = labelColor(3);
  const legend = await layOutLegend([{ text: name, note: '', color }], Math.max(size.width, LEAST_WIDTH));
  const width = Math.max(size.width, LEAST_WIDTH);
  const canvas = new Canvas(width, size.height + legend.height);
  const left = (width - size.width) >> 1;
  canvas.paste(rgb, size.width, size.height, left, 0);
  const side = Math.max(size.width, size.height) >= 500 ? 7 : 5;
  for (const point of points) {
    const x = left + Math.min(size.width - 1, Math.floor(((point.x - box.x) * size.width) / box.width)) - (side >> 1);
    const y = Math.min(size.height - 1, Math.floor(((point.y - box.y) * size.height) / box.height)) - (side >> 1);
    canvas.swatch(x - 1, y - 1, side + 2, WHITE, null);
    canvas.swatch(x, y, side, color, null);
  }
  legend.draw(canvas, size.height);
  const bytes = await sharp(canvas.data, { raw: { width, height: canvas.height, channels: 3 } })
    .jpeg({ quality: 88, chromaSubsampling: '4:4:4' })
    .toBuffer();
  return { bytes: Uint8Array.from(bytes), width, height: canvas.height, mediaType: 'image/jpeg' };
}

function paintDensity(rgb: Uint8Array, size: Size, { maps, box, max, opacity }: Jobs['densityOverlay']['in'], check: () => void): void {
  if (!(max > 0)) return;
  const table = colormap('TURBO');
  const across = axisTable(box.x, box.width, size.width, maps.frame.x, maps.frame.width, maps.columns);
  const down = axisTable(box.y, box.height, size.height, maps.frame.y, maps.frame.height, maps.rows);
  const row = new Float32Array(maps.columns);
  for (let y = 0, at = 0; y < size.height; y++) {
    if (y % 64 === 0) check();
    mixRows(maps.data, down.low[y]! * maps.columns, down.high[y]! * maps.columns, down.weight[y]!, maps.columns, row);
    for (let x = 0; x < size.width; x++, at += 3) {
      const from = row[across.low[x]!]!;
      const share = Math.min(1, (from + (row[across.high[x]!]! - from) * across.weight[x]!) / max);
      const color = 3 * colorIndex(share);
      for (let c = 0; c < 3; c++) rgb[at + c] = rgb[at + c]! + (table[color + c]! - rgb[at + c]!) * opacity * share;
    }
  }
}

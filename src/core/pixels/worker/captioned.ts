import type { Size } from '../../geometry/box.js';
import { sharp } from '../../sharp.js';
import type { EncodedPicture } from '../encoded-picture.js';
import { Canvas } from './canvas.js';
import { layOutLegend, type LegendLine } from './legend.js';

/** A legend on less is not readable: a narrower picture is centred on a canvas this wide. */
const LEAST_WIDTH = 300;

/**
 * RGB pixels with a legend below; without lines, the pixels alone. JPEG without colour subsampling, which would smear outlines and text.
 * @param over draws on the picture, which begins at column `left` of the canvas
 */
export async function captioned(
  rgb: Uint8Array,
  size: Size,
  lines: readonly LegendLine[],
  over?: (canvas: Canvas, left: number) => void,
): Promise<EncodedPicture> {
  const width = lines.length > 0 ? Math.max(size.width, LEAST_WIDTH) : size.width;
  const legend = await layOutLegend(lines, width);
  const canvas = new Canvas(width, size.height + legend.height);
  const left = (width - size.width) >> 1;
  canvas.paste(rgb, size.width, size.height, left, 0);
  over?.(canvas, left);
  legend.draw(canvas, size.height);
  const bytes = await sharp(canvas.data, { raw: { width, height: canvas.height, channels: 3 } })
    .jpeg({ quality: 88, chromaSubsampling: '4:4:4' })
    .toBuffer();
  return { bytes: Uint8Array.from(bytes), width, height: canvas.height, mediaType: 'image/jpeg' };
}

import { TABLES } from '../../core/geometry/colormap-tables.js';
import { labelColor, type Rgb } from '../../core/geometry/palette.js';
import { bytesOf } from '../read/base64.js';
import type { Bitmap, Floats, Labels } from '../read/planes.js';

/** Pixels of a canvas: four bytes each. */
export interface Rgba {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray<ArrayBuffer>;
}

/** @param colorAt red, green, blue and opacity of a value, 0 to 255; null: transparent */
function paint<Data extends ArrayLike<number>>(
  { width, height, data }: { readonly width: number; readonly height: number; readonly data: Data },
  colorAt: (value: number) => readonly [number, number, number, number] | null,
): Rgba {
  const pixels = new Uint8ClampedArray(4 * width * height);
  for (let i = 0; i < data.length; i++) {
    const color = colorAt(data[i]!);
    if (color) pixels.set(color, 4 * i);
  }
  return { width, height, data: pixels };
}

const bytes = (share: number): number => Math.round(255 * share);

/** A mask in one colour. @param opacity 0 to 1 */
export function paintBitmap(bitmap: Bitmap, [red, green, blue]: Rgb, opacity = 1): Rgba {
  const color = [red, green, blue, bytes(opacity)] as const;
  return paint(bitmap, (value) => (value ? color : null));
}

/** A label map in the server's colours. @param opacity 0 to 1 */
export function paintLabels(labels: Labels, opacity = 1): Rgba {
  const colors: (readonly [number, number, number, number])[] = [];
  return paint(labels, (label) => (label === 0 ? null : (colors[label] ??= [...labelColor(label - 1), bytes(opacity)])));
}

/** A heat map as the server paints it: the first colour at `min`, the last at `max`. */
export function paintHeat(
  map: Floats,
  { min, max, colormap = 'VIRIDIS' }: { min: number; max: number; colormap?: keyof typeof TABLES },
): Rgba {
  const table = bytesOf(TABLES[colormap]);
  const share = max > min ? 256 / (max - min) : 0;
  return paint(map, (value) => {
    const at = 3 * Math.max(0, Math.min(255, Math.floor((value - min) * share) || 0));
    return [table[at]!, table[at + 1]!, table[at + 2]!, 255];
  });
}

/** For `context.putImageData`; browsers only. */
export const toImageData = ({ data, width, height }: Rgba): ImageData => new ImageData(data, width, height);

import type { Size } from '../../geometry/box.js';
import type { LabelPlane } from '../label-pixels.js';

/** The label at each pixel of `size`, nearest. */
export function spread(plane: LabelPlane, size: Size): Uint16Array {
  const { data, width, height } = plane;
  if (width === size.width && height === size.height) return data;
  const out = new Uint16Array(size.width * size.height);
  const columns = Int32Array.from({ length: size.width }, (_, x) => Math.min(width - 1, Math.floor(((x + 0.5) * width) / size.width)));
  for (let y = 0, at = 0; y < size.height; y++) {
    const row = Math.min(height - 1, Math.floor(((y + 0.5) * height) / size.height)) * width;
    for (let x = 0; x < size.width; x++, at++) out[at] = data[row + columns[x]!]!;
  }
  return out;
}

import { labelColor } from '../../geometry/palette.js';
import type { EncodedPicture } from '../encoded-picture.js';
import type { LabelPlane } from '../label-pixels.js';
import { encodePng } from '../worker/png.js';

export interface LabelMapInput extends LabelPlane {
  /** How many there are. */
  readonly labels: number;
}

/** Palette indices are label numbers (colours of overlays, 0 see-through); beyond 255 labels 16-bit grey values are. */
export function labelMapPng({ data, width, height, labels }: LabelMapInput): EncodedPicture {
  if (labels > 255) return encodePng(data, width, height);
  const colors = new Uint8Array(3 * (labels + 1));
  for (let label = 1; label <= labels; label++) colors.set(labelColor(label - 1), 3 * label);
  return encodePng(Uint8Array.from(data), width, height, { colors, transparent: true });
}

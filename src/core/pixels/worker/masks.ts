import { labelColor } from '../../geometry/palette.js';
import { outlines } from '../../geometry/polygons.js';
import { compressRuns, runLengths } from '../../geometry/rle.js';
import type { Jobs } from '../jobs.js';
import type { EncodedPicture } from '../pixel-work.js';
import { encodePng } from './png.js';

export function rle({ data, width, height, label, bounds }: Jobs['rle']['in']): string {
  return compressRuns(bounds ? runLengths(data, width, height, label, bounds) : [width * height]);
}

export function polygons({ data, width, height, label, bounds }: Jobs['polygons']['in']): Float64Array[] {
  return bounds ? outlines(data, width, height, label, bounds).map((ring) => Float64Array.from(ring)) : [];
}

/** One 8-bit channel: 255 where the label is, 0 elsewhere. */
export function maskPng({ data, width, height, label }: Jobs['maskPng']['in']): EncodedPicture {
  const samples = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i++) samples[i] = data[i] === label ? 255 : 0;
  return encodePng(samples, width, height);
}

/** Palette indices are label numbers (colours of overlays, 0 see-through); beyond 255 labels 16-bit grey values are. */
export function labelMapPng({ data, width, height, labels }: Jobs['labelMapPng']['in']): EncodedPicture {
  if (labels > 255) return encodePng(data, width, height);
  const colors = new Uint8Array(3 * (labels + 1));
  for (let label = 1; label <= labels; label++) colors.set(labelColor(label - 1), 3 * label);
  return encodePng(Uint8Array.from(data), width, height, { colors, transparent: true });
}

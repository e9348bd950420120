import type { EncodedPicture } from '../encoded-picture.js';
import type { OneLabel } from '../label-pixels.js';
import { encodePng } from '../worker/png.js';

/** A PNG of one label: one 8-bit channel, 255 where the label is, 0 elsewhere. */
export function maskPng({ data, width, height, label }: OneLabel): EncodedPicture {
  const samples = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i++) samples[i] = data[i] === label ? 255 : 0;
  return encodePng(samples, width, height);
}

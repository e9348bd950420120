import { mendAvif } from './avif/mend-avif.js';
import { checkFrame } from './jpeg/check-frame.js';
import { readFrame, type JpegFrame } from './jpeg/frame.js';
import { withoutStrayRestarts } from './jpeg/scan-data.js';
import type { RawLayout } from './plain/raw-layout.js';
import { mendPng } from './png/mend-png.js';
import type { ReadFormat } from './sniff.js';
import { mendTiff } from './tiff/mend-tiff.js';

/** A picture's bytes as the decoder takes them, and what its own header tells that the decoder does not. */
export interface Mended {
  readonly bytes: Buffer;
  /** Of a TIFF whose samples are to be read one by one. */
  readonly raw: RawLayout | null;
  /** Of a JPEG. */
  readonly frame: JpegFrame | null;
}

/**
 * Changes what keeps the decoder from a picture that is whole, in a copy, and refuses what it would get wrong without saying so.
 * @throws UNSUPPORTED_FORMAT
 */
export function mend(bytes: Buffer, { loader }: ReadFormat): Mended {
  const same: Mended = { bytes, raw: null, frame: null };
  if (loader === 'tiff') return { ...same, ...mendTiff(bytes) };
  if (loader === 'png') return { ...same, bytes: mendPng(bytes) };
  if (loader === 'heif') return { ...same, bytes: mendAvif(bytes) };
  if (loader !== 'jpeg') return same;
  const frame = readFrame(bytes);
  if (frame) checkFrame(frame);
  return { ...same, bytes: withoutStrayRestarts(bytes), frame };
}

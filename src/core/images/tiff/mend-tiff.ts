import type { RawLayout } from '../plain/raw-layout.js';
import { judgeTiff } from './judge-tiff.js';
import { TAG, TiffTags } from './tags.js';

/** Colours of this kind the decoder hands over as they are, whatever their number and type. */
const AS_THEY_ARE = 9;

/**
 * A TIFF as the decoder takes it, and how its samples are to be read (null: as the decoder does).
 *
 * - Orientations are 1 to 8; readers take others for 1, libtiff calls the file damaged.
 * - Samples to be read as they are get colours that the decoder leaves alone, and no alpha, which it would divide by.
 *
 * @throws UNSUPPORTED_FORMAT
 */
export function mendTiff(bytes: Buffer): { bytes: Buffer; raw: RawLayout | null } {
  const tags = new TiffTags(bytes);
  const raw = judgeTiff(tags);
  const changes = new Map<number, number>();
  const orientation = tags.one(TAG.orientation, 1);
  if (!(orientation >= 1 && orientation <= 8)) changes.set(TAG.orientation, 1);
  if (raw) changes.set(TAG.photometric, AS_THEY_ARE).set(TAG.extraSamples, 0);
  return { bytes: changes.size > 0 ? tags.with(changes) : bytes, raw };
}

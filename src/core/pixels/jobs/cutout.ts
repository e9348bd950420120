import { fitWithin, type Box } from '../../geometry/box.js';
import { sharp } from '../../sharp.js';
import type { EncodedPicture } from '../encoded-picture.js';
import type { OneLabel } from '../label-pixels.js';
import type { SharedPicture } from '../shared.js';
import { decodeRgb, pixelRegion } from '../worker/decode.js';
import { spread } from '../worker/spread.js';

export interface CutoutInput {
  readonly picture: SharedPicture;
  readonly box: Box;
  readonly one: OneLabel;
  /** Longest side in pixels. */
  readonly maxSize: number;
}

/**
 * A PNG of the box, fitted to `maxSize`: the picture's pixels where the label is, transparent elsewhere. What cannot be seen is not there either: its
 * colours would leave the server with the rest.
 */
export async function cutout({ picture, box, one, maxSize }: CutoutInput, check: () => void): Promise<EncodedPicture> {
  const size = fitWithin(pixelRegion(box, picture), maxSize);
  const rgb = await decodeRgb(picture, box, size, 'lanczos3');
  check();
  const labels = spread(one, size);
  const rgba = new Uint8Array(4 * labels.length);
  for (let i = 0; i < labels.length; i++) {
    if (labels[i] !== one.label) continue;
    rgba[4 * i] = rgb[3 * i]!;
    rgba[4 * i + 1] = rgb[3 * i + 1]!;
    rgba[4 * i + 2] = rgb[3 * i + 2]!;
    rgba[4 * i + 3] = 255;
  }
  const bytes = await sharp(rgba, { raw: { ...size, channels: 4 } })
    .png({ compressionLevel: 6 })
    .toBuffer();
  return { bytes: Uint8Array.from(bytes), ...size, mediaType: 'image/png' };
}

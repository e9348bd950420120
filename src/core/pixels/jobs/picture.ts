import { fitWithin, type Box } from '../../geometry/box.js';
import { readError } from '../../images/read-error.js';
import type { EncodedPicture } from '../encoded-picture.js';
import type { SharedPicture } from '../shared.js';
import { openRegion, pixelRegion } from '../worker/decode.js';

export type PictureFormat = 'JPEG' | 'PNG' | 'WEBP';

export interface PictureInput {
  readonly picture: SharedPicture;
  readonly box: Box;
  /** Longest side in pixels. */
  readonly maxSize: number;
  readonly format: PictureFormat;
}

const QUALITY = 85;

/** The box, upright, sRGB, fitted to `maxSize` and never enlarged. JPEG puts alpha on white, the others keep it. */
export async function picture(input: PictureInput): Promise<EncodedPicture> {
  const size = fitWithin(pixelRegion(input.box, input.picture), input.maxSize);
  const image = openRegion(input.picture, input.box, size, 'lanczos3').toColourspace('srgb');
  if (input.format === 'PNG') image.png();
  else if (input.format === 'WEBP') image.webp({ quality: QUALITY });
  else image.flatten({ background: '#ffffff' }).jpeg({ quality: QUALITY });
  const bytes = await image.toBuffer().catch((error: unknown) => {
    throw readError(error);
  });
  return { bytes: Uint8Array.from(bytes), ...size, mediaType: `image/${input.format.toLowerCase()}` };
}

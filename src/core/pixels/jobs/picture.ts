import { fitWithin, type Box } from '../../geometry/box.js';
import { sharp } from '../../sharp.js';
import type { EncodedPicture } from '../encoded-picture.js';
import type { SharedPicture } from '../shared.js';
import { decodeRgb, pixelRegion } from '../worker/decode.js';

export type PictureFormat = 'JPEG' | 'PNG' | 'WEBP';

export interface PictureInput {
  readonly picture: SharedPicture;
  readonly box: Box;
  /** Longest side in pixels. */
  readonly maxSize: number;
  readonly format: PictureFormat;
}

const QUALITY = 85;

/** The box, upright, sRGB, alpha on white, fitted to `maxSize` and never enlarged: the pixels that masks are drawn on. */
export async function picture(input: PictureInput): Promise<EncodedPicture> {
  const size = fitWithin(pixelRegion(input.box, input.picture), input.maxSize);
  const rgb = await decodeRgb(input.picture, input.box, size, 'lanczos3');
  const image = sharp(rgb, { raw: { ...size, channels: 3 } });
  if (input.format === 'PNG') image.png();
  else if (input.format === 'WEBP') image.webp({ quality: QUALITY });
  else image.jpeg({ quality: QUALITY });
  return { bytes: Uint8Array.from(await image.toBuffer()), ...size, mediaType: `image/${input.format.toLowerCase()}` };
}

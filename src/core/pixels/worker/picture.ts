import { fitWithin } from '../../geometry/box.js';
import { readError } from '../../images/read-error.js';
import type { Jobs } from '../jobs.js';
import type { EncodedPicture } from '../pixel-work.js';
import { openRegion, pixelRegion } from './decode.js';

const QUALITY = 85;

/** The box, upright, sRGB, fitted to `maxSize` and never enlarged. JPEG puts alpha on white, the others keep it. */
export async function picture(input: Jobs['picture']['in']): Promise<EncodedPicture> {
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

import { DenseqlError } from '../../errors.js';
import type { Box, Size } from '../../geometry/box.js';
import { readError } from '../../images/read-error.js';
import { openPicture } from '../../images/sharp-input.js';
import { cellSpan } from '../../math/cell-span.js';
import type { SharedPicture } from '../shared.js';

/** The whole pixels that a box touches, inside the picture and at least one. */
export function pixelRegion(box: Box, picture: Size): { left: number; top: number; width: number; height: number } {
  const across = cellSpan(box.x, box.width, 0, 1, picture.width);
  const down = cellSpan(box.y, box.height, 0, 1, picture.height);
  return { left: across.start, top: down.start, width: across.end - across.start, height: down.end - down.start };
}

/**
 * The part of the upright picture in `box`, resized to `size`, as everybody sees it who is shown it: sRGB bytes, three a pixel, alpha on white.
 * A whole picture lets the decoder shrink while it reads.
 * @throws BAD_IMAGE
 */
export async function decodeRgb(picture: SharedPicture, box: Box, size: Size, kernel: 'linear' | 'lanczos3'): Promise<Uint8Array> {
  const region = pixelRegion(box, picture);
  const whole = region.width === picture.width && region.height === picture.height;
  const bytes = Buffer.from(picture.bytes.buffer, picture.bytes.byteOffset, picture.bytes.byteLength);
  // What decodes to more than its inspected size is being fooled.
  const image = openPicture(bytes, picture.width * picture.height);
  if (!whole) image.extract(region);
  // White before resizing: transparent pixels must not bleed their hidden colours into visible ones.
  image.flatten({ background: '#ffffff' });
  if (size.width !== region.width || size.height !== region.height) image.resize(size.width, size.height, { fit: 'fill', kernel });
  const { data, info } = await image
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
    .catch((error: unknown) => {
      throw readError(error);
    });
  if (info.channels !== 3 || data.length !== 3 * size.width * size.height)
    throw new DenseqlError('BAD_IMAGE', 'The picture cannot be read: its pixels cannot be turned into RGB.');
  return data;
}

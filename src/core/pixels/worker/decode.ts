import type { Sharp } from 'sharp';
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

/** The part of the upright picture in `box`, resized to `size`; a whole picture lets the decoder shrink while it reads. */
export function openRegion(picture: SharedPicture, box: Box, size: Size, kernel: 'linear' | 'lanczos3'): Sharp {
  const region = pixelRegion(box, picture);
  const whole = region.width === picture.width && region.height === picture.height;
  const bytes = Buffer.from(picture.bytes.buffer, picture.bytes.byteOffset, picture.bytes.byteLength);
  const image = openPicture(bytes, picture.maxPixels);
  if (!whole) image.extract(region);
  if (size.width !== region.width || size.height !== region.height) image.resize(size.width, size.height, { fit: 'fill', kernel });
  return image;
}

/** sRGB bytes, three a pixel, alpha on white. @throws BAD_IMAGE */
export async function decodeRgb(picture: SharedPicture, box: Box, size: Size, kernel: 'linear' | 'lanczos3'): Promise<Uint8Array> {
  const image = openRegion(picture, box, size, kernel).flatten({ background: '#ffffff' }).toColourspace('srgb');
  const { data, info } = await image
    .raw()
    .toBuffer({ resolveWithObject: true })
    .catch((error: unknown) => {
      throw readError(error);
    });
  if (info.channels === 3) return data;
  const rgb = new Uint8Array(3 * size.width * size.height);
  for (let i = 0; i < size.width * size.height; i++) rgb.fill(data[i * info.channels]!, 3 * i, 3 * i + 3);
  return rgb;
}

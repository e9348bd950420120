import { availableParallelism } from 'node:os';
import type { KernelEnum } from 'sharp';
import type { Box } from '../geometry/box.js';
import { badInput, DenseqlError } from '../errors.js';
import type { SourcePicture } from './picture.js';
import { pixelBox } from './pixel-box.js';
import { readError } from './read-error.js';
import { openPicture } from './sharp-input.js';
import { Slots } from './slots.js';

export interface DecodeRequest {
  /** The part to decode, in pixels of the upright original; rounded outward to whole pixels. Absent: all of it. */
  readonly box?: Box;
  /** Size of the result in pixels. The part is stretched to it. */
  readonly width: number;
  readonly height: number;
  /** How to resample (a pack's `image.kernel`). */
  readonly kernel: keyof KernelEnum;
}

/**
 * One decode holds up to 4 bytes per pixel of the original and a thread of libuv's pool (4 unless UV_THREADPOOL_SIZE says otherwise), which files
 * and DNS need too: never more than half of it, and never more than there are cores.
 */
export const decodes = new Slots(
  Math.max(1, Math.min(availableParallelism(), Math.floor((Number(process.env['UV_THREADPOOL_SIZE']) || 4) / 2))),
);

/**
 * RGB, 8 bit, sRGB, rows top-down, exactly `width * height * 3` bytes: upright (EXIF), colour profiles applied, alpha on white. When the result is as large
 * as the part, no resampling touches the pixels. At most a few decodes run at once; the others wait their turn.
 *
 * @param signal withdraws a decode that still waits
 * @throws BAD_IMAGE with a short cause, BAD_INPUT for a box outside the picture, CANCELLED
 */
export async function decodeRgb(picture: SourcePicture, request: DecodeRequest, signal?: AbortSignal): Promise<Uint8Array> {
  const { width, height, kernel } = request;
  if (!(Number.isInteger(width) && Number.isInteger(height) && width > 0 && height > 0))
    throw badInput('size', `${width} x ${height}: both sides must be whole numbers from 1.`);
  const part = pixelBox(request.box ?? { x: 0, y: 0, width: picture.width, height: picture.height }, picture);
  return decodes.run(async () => {
    // The header was within limits when inspected; a decoder that now finds more pixels than that is being fooled.
    let image = openPicture(picture.bytes, picture.width * picture.height);
    if (part.width !== picture.width || part.height !== picture.height)
      image = image.extract({ left: part.x, top: part.y, width: part.width, height: part.height });
    // White before resizing: transparent pixels must not bleed their hidden colours into visible ones.
    image = image.flatten({ background: '#ffffff' });
    // fastShrinkOnLoad off: the JPEG decoder still shrinks, but leaves at least a factor of two to the kernel that the pack was trained with. It costs
    // 13 ms on 12 megapixels and keeps values close to those of the reference preprocessing.
    if (part.width !== width || part.height !== height)
      image = image.resize({ width, height, fit: 'fill', kernel, fastShrinkOnLoad: false });
    const { data, info } = await image
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true })
      .catch((error: unknown) => {
        throw readError(error);
      });
    if (info.channels !== 3 || data.length !== width * height * 3)
      throw new DenseqlError('BAD_IMAGE', 'The picture cannot be read: its pixels cannot be turned into RGB.');
    return data;
  }, signal);
}

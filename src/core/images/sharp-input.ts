import type { Sharp, SharpOptions } from 'sharp';
import { sharp } from '../sharp.js';
import { isTiledTiff } from './tiff/is-tiled.js';

/** Longest time for one decode, in seconds; a 40-megapixel JPEG takes well under one. */
const TIMEOUT_SECONDS = 30;

/**
 * How bytes of strangers are opened: the first frame only, upright, with the decoders' own guards on.
 *
 * `failOn: 'error'`, of none < truncated < error < warning: a cut file must fail, and 'truncated' lets a cut TIFF pass as black rows;
 * 'warning' refuses what common cameras and editors write (stray restart markers, untidy TIFF tags) and every viewer shows. But of a TIFF's tile
 * that it cannot read the decoder only warns, and leaves it black; of tags it does not warn there.
 *
 * @param maxPixels checked by libvips after the header, before decoding; false leaves the check to the caller
 * @param more for looks at a picture before it is let in
 */
export function openPicture(
  bytes: Buffer,
  maxPixels: number | false,
  more: Pick<SharpOptions, 'failOn' | 'autoOrient' | 'ignoreIcc'> = {},
): Sharp {
  const options: SharpOptions = {
    failOn: isTiledTiff(bytes) ? 'warning' : 'error',
    limitInputPixels: maxPixels,
    limitInputChannels: 5,
    unlimited: false,
    autoOrient: true,
    animated: false,
    pages: 1,
    sequentialRead: true,
    ...more,
  };
  return sharp(bytes, options).timeout({ seconds: TIMEOUT_SECONDS });
}

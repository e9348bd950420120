import { DenseqlError } from '../errors.js';
import type { SourcePicture } from './picture.js';
import { readError } from './read-error.js';
import { sha256 } from './sha256.js';
import { openPicture } from './sharp-input.js';
import type { ReadFormat } from './sniff.js';
import { READ_FORMATS, sniff } from './sniff.js';

export interface PictureLimits {
  /** Setting MAX_UPLOAD_BYTES. */
  readonly maxBytes: number;
  /** Setting MAX_PIXELS: width times height. */
  readonly maxPixels: number;
}

/** The picture is over a limit; `limit` is the setting's name without DENSEQL_. */
export const imageTooLarge = (limit: string, asked: number, allowed: number, what: string): DenseqlError =>
  new DenseqlError(
    'IMAGE_TOO_LARGE',
    `${limit}: the picture has ${what}, ${allowed} allowed. Send a smaller one, or raise DENSEQL_${limit}.`,
    {
      limit,
      asked,
      allowed,
    },
  );

/** The format that the first bytes show. @throws BAD_IMAGE, UNSUPPORTED_FORMAT */
export function checkFormat(bytes: Buffer): ReadFormat {
  if (bytes.length === 0) throw new DenseqlError('BAD_IMAGE', 'The picture has no bytes.');
  const sniffed = sniff(bytes);
  if (sniffed.kind === 'format') return sniffed.format;
  if (sniffed.kind === 'unknown')
    throw new DenseqlError('BAD_IMAGE', `These bytes are not a picture. Read here: ${READ_FORMATS.join(', ')}.`);
  throw new DenseqlError(
    'UNSUPPORTED_FORMAT',
    `${sniffed.name} is not read here; ${READ_FORMATS.join(', ')} are. Convert the picture first.`,
    {
      format: sniffed.name,
    },
  );
}

/** Throws IMAGE_TOO_LARGE when `length` bytes are too many; apart, so that senders of long data are stopped before it is put together. */
export function checkByteLimit(length: number, limits: PictureLimits): void {
  if (length > limits.maxBytes) throw imageTooLarge('MAX_UPLOAD_BYTES', length, limits.maxBytes, `${length} bytes`);
}

/**
 * Reads a picture's header and checks it against the limits. No pixel is decoded: damage further on shows in {@link decodeRgb}.
 * Width and height are those of the upright picture, as EXIF says.
 *
 * @throws BAD_IMAGE, IMAGE_TOO_LARGE, UNSUPPORTED_FORMAT
 */
export async function inspectPicture(bytes: Buffer, limits: PictureLimits): Promise<SourcePicture> {
  checkByteLimit(bytes.length, limits);
  const format = checkFormat(bytes);
  // Reading a header allocates no pixels, so the pixel limit is ours to check, with numbers that can be told.
  const metadata = await openPicture(bytes, false)
    .metadata()
    .catch((error: unknown) => {
      throw readError(error);
    });
  if (metadata.format !== format.loader)
    throw new DenseqlError('BAD_IMAGE', `The picture begins like ${format.name} but is something else.`);
  const { width, height } = metadata.autoOrient;
  if (!(width > 0 && height > 0)) throw new DenseqlError('BAD_IMAGE', 'The picture has no pixels.');
  const pixels = width * height;
  if (pixels > limits.maxPixels) throw imageTooLarge('MAX_PIXELS', pixels, limits.maxPixels, `${width} x ${height} = ${pixels} pixels`);
  return { content: await sha256(bytes), bytes, mediaType: format.mediaType, width, height };
}

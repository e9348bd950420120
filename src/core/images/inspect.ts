import type { Metadata } from 'sharp';
import { DenseqlError } from '../errors.js';
import { decoding } from './decoding.js';
import { heldBytes } from './held-bytes.js';
import { checkCodedSize } from './jpeg/check-coded-size.js';
import { imageTooLarge, type PictureLimits } from './limits.js';
import { mend, type Mended } from './mend.js';
import type { SourcePicture } from './picture.js';
import { isPlain, makePlain } from './plain/make-plain.js';
import { readError } from './read-error.js';
import { sha256 } from './sha256.js';
import { openPicture } from './sharp-input.js';
import { alone, type Waiting } from './slots.js';
import type { ReadFormat } from './sniff.js';
import { READ_FORMATS, sniff } from './sniff.js';
import { unsupported } from './unsupported.js';

/** The format that the first bytes show. @throws BAD_IMAGE, UNSUPPORTED_FORMAT */
export function checkFormat(bytes: Buffer): ReadFormat {
  if (bytes.length === 0) throw new DenseqlError('BAD_IMAGE', 'The picture has no bytes.');
  const sniffed = sniff(bytes);
  if (sniffed.kind === 'format') return sniffed.format;
  if (sniffed.kind === 'unknown')
    throw new DenseqlError('BAD_IMAGE', `These bytes are not a picture. Read here: ${READ_FORMATS.join(', ')}.`);
  const { name, help } = sniffed;
  throw unsupported(name, `${name} is not read here; ${READ_FORMATS.join(', ')} are. ${help ?? 'Convert the picture first.'}`);
}

/** Throws IMAGE_TOO_LARGE when `length` bytes are too many; apart, so that senders of long data are stopped before it is put together. */
export function checkByteLimit(length: number, limits: Pick<PictureLimits, 'maxBytes'>): void {
  if (length > limits.maxBytes) throw imageTooLarge('MAX_UPLOAD_BYTES', length, limits.maxBytes, `${length} bytes`);
}

/**
 * Reads a picture's header and checks it against the limits: damage further on shows in {@link decodeRgb}. Pixels are decoded of the few
 * kinds that are written anew (`makePlain`), and of JPEGs at an eighth, to hold their header against them.
 * Width and height are those of the upright picture, as EXIF says.
 *
 * @param waiting whose turn it takes where something is decoded; absent: nobody's
 * @throws BAD_IMAGE, IMAGE_TOO_LARGE, UNSUPPORTED_FORMAT, CANCELLED, DEADLINE_EXCEEDED
 */
export async function inspectPicture(bytes: Buffer, limits: PictureLimits, waiting: Waiting = alone()): Promise<SourcePicture> {
  checkByteLimit(bytes.length, limits);
  const format = checkFormat(bytes);
  const mended = mend(bytes, format);
  // Reading a header allocates no pixels, so the pixel limit is ours to check, with numbers that can be told.
  const header = await openPicture(mended.bytes, false)
    .metadata()
    .catch((error: unknown) => {
      throw readError(error);
    });
  if (header.format !== format.loader) throw new DenseqlError('BAD_IMAGE', `The picture begins like ${format.name} but is something else.`);
  const { width, height } = header.autoOrient;
  if (!(width > 0 && height > 0)) throw new DenseqlError('BAD_IMAGE', 'The picture has no pixels.');
  checkSize(header, mended, limits);
  return { content: await sha256(bytes), bytes: await readableBytes(header, mended, waiting), mediaType: format.mediaType, width, height };
}

function checkSize(header: Metadata, { frame, raw }: Mended, limits: PictureLimits): void {
  const { width, height } = header.autoOrient;
  const pixels = width * height;
  if (pixels > limits.maxPixels) throw imageTooLarge('MAX_PIXELS', pixels, limits.maxPixels, `${width} x ${height} = ${pixels} pixels`);
  const held = Math.ceil(heldBytes(header, frame, raw));
  if (held > limits.maxDecodedBytes)
    throw imageTooLarge('MAX_DECODED_BYTES', held, limits.maxDecodedBytes, `${width} x ${height} pixels that take ${held} bytes to decode`);
}

/** What later decodes read. */
async function readableBytes(header: Metadata, { bytes, frame, raw }: Mended, waiting: Waiting): Promise<Buffer> {
  if (!isPlain(header, raw)) return decoding.run(() => makePlain(bytes, header, raw), waiting);
  if (frame) await decoding.run(() => checkCodedSize(bytes, frame), waiting);
  return bytes;
}

import { DenseqlError } from '../../errors.js';
import { readError } from '../read-error.js';
import { openPicture } from '../sharp-input.js';
import type { JpegFrame } from './frame.js';
import { firstScan } from './scan-data.js';

/** libjpeg's largest side. */
const MOST_LINES = 65500;
/** Whole rows of blocks that some encoders write beyond the last one that shows. */
const PADDING_ROWS = 1;
/** Bytes of a scan that are put behind it again: more than two rows of any camera's take. */
const MOST_REPEATED = 1 << 20;
/** Baseline, extended and progressive with Huffman coding: after the last coded block, their decoder gives blocks of zeros. */
const PROBED_KINDS = new Set([0xc0, 0xc1, 0xc2]);

/**
 * Whether as many rows of blocks are coded as the header says. The decoder does not tell: it shows what is missing as grey, a width that is
 * another than the coder's as a sheared picture, and leaves what is too many. So the picture is decoded once, at an eighth, under a header
 * that says a few rows more: they must come out empty, and the last true one must not.
 *
 * @throws BAD_IMAGE
 */
export async function checkCodedSize(bytes: Buffer, frame: JpegFrame): Promise<void> {
  const rows = Math.ceil(frame.height / frame.mcuHeight);
  const probedHeight = (rows + PADDING_ROWS + 1) * frame.mcuHeight;
  if (!PROBED_KINDS.has(frame.kind) || probedHeight > MOST_LINES) return;
  const taller = Buffer.from(bytes);
  taller.writeUInt16BE(probedHeight, frame.heightAt);
  const probe = await decodeSmall(taller, frame.width, probedHeight).catch(() => null);
  if (!probe) return checkDecodes(bytes, frame);
  const { pixel, width, height } = probe;
  const empty = pixel(width - 1, height - 1);
  for (let x = 0; x < width; x++) if (pixel(x, height - 1) !== empty) throw lie();
  const lastTrue = Math.ceil((rows * frame.mcuHeight * height) / probedHeight) - 1;
  if (pixel(width - 1, lastTrue) !== empty) return;
  // Grey may be true. If nothing was left for these blocks, they change with what is put behind the data.
  const fuller = await decodeSmall(withMoreData(taller, rows), frame.width, probedHeight).catch(() => null);
  if (fuller && fuller.pixel(width - 1, lastTrue) !== empty) throw lie();
  // Nothing can be put behind the last restart, nor behind a progressive picture's scans. The decoder's warnings know, but it fails at the
  // first, whatever it is about, and forgets those of the last rows.
  const warning = await decodeSmall(bytes, frame.width, frame.height, 'warning').then(() => '', String);
  if (/premature end of data segment|found marker 0xd9/i.test(warning)) throw lie();
}

/** What stops the decoder under one header may stop it under the true one: a picture that is cut short is refused before anybody keeps it. */
async function checkDecodes(bytes: Buffer, { width, height }: JpegFrame): Promise<void> {
  await decodeSmall(bytes, width, height).catch((error: unknown) => {
    throw readError(error);
  });
}

/** The first scan with some of its own data again at its end, enough for about two of its rows. */
function withMoreData(bytes: Buffer, rows: number): Buffer {
  const scan = firstScan(bytes);
  if (!scan) return bytes;
  const { start, end } = scan;
  const more = bytes
    .subarray(start, start + Math.min(end - start, MOST_REPEATED, 4096 + (2 * (end - start)) / rows))
    .filter((byte) => byte !== 0xff);
  return Buffer.concat([bytes.subarray(0, end), more, bytes.subarray(end)]);
}

const lie = (): DenseqlError =>
  new DenseqlError('BAD_IMAGE', 'The picture cannot be read: its data is damaged or has another size than its header says.');

async function decodeSmall(bytes: Buffer, width: number, height: number, failOn: 'error' | 'warning' = 'error') {
  const image = openPicture(bytes, false, { failOn, autoOrient: false, ignoreIcc: true });
  // Eighths are what the decoder itself makes, of each block its mean. Small ones stay as they are.
  if (Math.min(width, height) >= 64)
    image.resize({ width: Math.floor(width / 8), height: Math.floor(height / 8), fit: 'fill', kernel: 'nearest' });
  const { data, info } = await image.raw().toBuffer({ resolveWithObject: true });
  const pixel = (x: number, y: number): string => {
    const at = (y * info.width + x) * info.channels;
    return data.subarray(at, at + info.channels).join();
  };
  return { pixel, width: info.width, height: info.height };
}

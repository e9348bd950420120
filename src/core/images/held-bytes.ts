import type { Metadata } from 'sharp';
import type { JpegFrame } from './jpeg/frame.js';
import { isPlain } from './plain/make-plain.js';
import type { RawLayout } from './plain/raw-layout.js';

/** Bytes a pixel that decoders hold of the whole picture, whatever is asked of it: measured (docs/pictures.md), rounded up. */
const WEBP = 9;
const GIF = { still: 4.5, animated: 9 };
/** Planes of the decoder and of its library, and RGB made of them; deep: with more than 8 bits a sample. */
const AVIF = { plain: 19, deep: 27 };
/** JPEG coefficients, of which progressive ones keep all. */
const COEFFICIENT = 2;
/** Of writing anew, beside what the decoder gives; and of a profile that takes 16 bits a sample. */
const [ANEW, ANEW_DEEP] = [10, 26];

const SAMPLE_BYTES: Readonly<Record<string, number>> = { ushort: 2, short: 2, uint: 4, int: 4, float: 4 };

/**
 * The most bytes that a decode of the picture, or of a part of it, holds at once beside a few rows: whole pictures are read row by row at the
 * size that is asked, but not every kind can be.
 */
export function heldBytes(header: Metadata, frame: JpegFrame | null, raw: RawLayout | null): number {
  const pixels = header.width * header.height;
  const depth = SAMPLE_BYTES[header.depth ?? ''] ?? 1;
  const whole = pixels * header.channels * depth;
  if (!isPlain(header, raw)) return whole + pixels * (raw && header.icc && raw.numbers !== 'uint8' ? ANEW_DEEP : ANEW);
  // A part of a turned picture is cut after turning, which needs all rows.
  const turned = (header.orientation ?? 1) > 1 ? whole : 0;
  return turned + decoderBytes(header, frame, pixels, whole);
}

function decoderBytes({ format, isProgressive, depth, pages }: Metadata, frame: JpegFrame | null, pixels: number, whole: number): number {
  if (format === 'heif') return pixels * (depth === 'ushort' ? AVIF.deep : AVIF.plain);
  if (format === 'jpeg') return isProgressive ? pixels * (frame?.samplesPerPixel ?? 4) * COEFFICIENT : 0;
  if (format === 'png') return isProgressive ? whole : 0;
  if (format === 'webp') return pixels * WEBP;
  if (format === 'gif') return pixels * ((pages ?? 1) > 1 ? GIF.animated : GIF.still);
  return 0;
}

import { checkPieces } from '../check-pieces.js';

/** What a JPEG's frame header (SOF) says. */
export interface JpegFrame {
  /** The marker's second byte. */
  readonly kind: number;
  /** Bits a sample. */
  readonly precision: number;
  readonly width: number;
  readonly height: number;
  /** Where the height stands in the file. */
  readonly heightAt: number;
  /** Of a block row of the whole picture (an MCU row), in lines. */
  readonly mcuHeight: number;
  /** Samples a pixel, of all components together: 3 for 4:4:4, 1.5 for 4:2:0. */
  readonly samplesPerPixel: number;
}

const SCAN = 0xda;
const END = 0xd9;
const isFrame = (kind: number): boolean => kind >= 0xc0 && kind <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(kind);
const isAlone = (kind: number): boolean => kind === 0x01 || (kind >= 0xd0 && kind <= 0xd8);

/**
 * The first segment that `wanted` takes. Segments are stepped over by their length, so that a thumbnail's in EXIF are not looked at; -1 without.
 * @throws BAD_IMAGE for more segments than a picture has: those of millions hold everybody up
 */
export function findSegment(bytes: Buffer, wanted: (kind: number) => boolean): number {
  let segments = 0;
  for (let at = 2; at + 4 <= bytes.length && bytes[at] === 0xff;) {
    const kind = bytes[at + 1]!;
    if (kind === 0xff) {
      at += 1;
      continue;
    }
    checkPieces((segments += 1), 'segments');
    if (isAlone(kind)) at += 2;
    else if (wanted(kind)) return at;
    else if (kind === SCAN || kind === END) return -1;
    else at += 2 + bytes.readUInt16BE(at + 2);
  }
  return -1;
}

/** The first frame header; null without one. */
export function readFrame(bytes: Buffer): JpegFrame | null {
  const at = findSegment(bytes, isFrame);
  return at < 0 ? null : parseFrame(bytes, at);
}

function parseFrame(bytes: Buffer, at: number): JpegFrame | null {
  const count = bytes[at + 9] ?? 0;
  if (count === 0 || at + 10 + 3 * count > bytes.length) return null;
  const sampling = Array.from({ length: count }, (_, i) => bytes[at + 11 + 3 * i]!);
  const across = Math.max(...sampling.map((factors) => factors >> 4));
  const down = Math.max(...sampling.map((factors) => factors & 15));
  if (across === 0 || down === 0) return null;
  return {
    kind: bytes[at + 1]!,
    precision: bytes[at + 4]!,
    height: bytes.readUInt16BE(at + 5),
    heightAt: at + 5,
    width: bytes.readUInt16BE(at + 7),
    // One component alone is coded block by block, whatever its sampling.
    mcuHeight: count === 1 ? 8 : 8 * down,
    samplesPerPixel: sampling.reduce((sum, factors) => sum + ((factors >> 4) * (factors & 15)) / (across * down), 0),
  };
}

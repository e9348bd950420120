import { writeTiff } from '../../src/core/images/tiff/write-tiff.js';
import { sharp } from '../../src/core/sharp.js';
import { pngChunk } from './edit.js';

const plain = (side: number, channels: 3 | 4 = 3) =>
  sharp({ create: { width: side, height: side, channels, background: { r: 200, g: 90, b: 30, alpha: 0.5 } }, limitInputPixels: false });

/** A quarter turn by EXIF, in a chunk behind the header. */
function turnedPng(bytes: Buffer): Buffer {
  const exif = Buffer.from('MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0', 'latin1');
  return Buffer.concat([bytes.subarray(0, 33), pngChunk('eXIf', exif), bytes.subarray(33)]);
}

/** The pictures of each format that take most memory to decode, squares of one colour: a bomb is small. */
export const WORST: Readonly<Record<string, (side: number) => Promise<Buffer>>> = {
  'PNG, RGBA of 16 bits': (side) => plain(side, 4).toColourspace('rgb16').png().toBuffer(),
  'PNG, interlaced': (side) => plain(side).png({ progressive: true }).toBuffer(),
  'PNG, RGBA of 16 bits, turned': async (side) => turnedPng(await plain(side, 4).toColourspace('rgb16').png().toBuffer()),
  'JPEG, baseline': (side) => plain(side).jpeg().toBuffer(),
  'JPEG, baseline, turned': (side) => plain(side).withMetadata({ orientation: 6 }).jpeg().toBuffer(),
  'JPEG, progressive, 4:4:4': (side) => plain(side).jpeg({ progressive: true, chromaSubsampling: '4:4:4' }).toBuffer(),
  'WebP, lossless, alpha': (side) => plain(side, 4).webp({ lossless: true, effort: 0 }).toBuffer(),
  GIF: (side) => plain(side).gif({ effort: 1 }).toBuffer(),
  'AVIF, 4:4:4': (side) => plain(side).avif({ effort: 0 }).toBuffer(),
  'AVIF, 10 bits': (side) => plain(side).avif({ effort: 0, bitdepth: 10 }).toBuffer(),
  'TIFF, strips': (side) => plain(side).tiff({ compression: 'lzw' }).toBuffer(),
  'TIFF, tiles': (side) => plain(side).tiff({ compression: 'lzw', tile: true }).toBuffer(),
  'TIFF, RGBA of 16 bits and a profile': (side) =>
    plain(side, 4).toColourspace('rgb16').withIccProfile('p3').tiff({ compression: 'deflate' }).toBuffer(),
  'TIFF, 32 bits': async (side) => asWholeNumbers(side),
};

/** Uncompressed grey of 32 bits: two samples of 16 side by side are one. */
function asWholeNumbers(side: number): Buffer {
  const bytes = writeTiff({ width: side, height: side, channels: 2, samples: new Uint16Array(2 * side * side).fill(40_000) });
  const [bits, samples, extra] = [258, 277, 338].map((tag) => findEntry(bytes, tag));
  for (const [at, count, value] of [
    [bits, 1, 32],
    [samples, 1, 1],
  ] as const) {
    bytes.writeUInt32LE(count, at! + 4);
    bytes.writeUInt32LE(value, at! + 8);
  }
  // No further channel: a tag of nobody's.
  bytes.writeUInt16LE(65_000, extra);
  return bytes;
}

function findEntry(bytes: Buffer, tag: number): number {
  const directory = bytes.readUInt32LE(4);
  for (let i = 0; i < bytes.readUInt16LE(directory); i++)
    if (bytes.readUInt16LE(directory + 2 + 12 * i) === tag) return directory + 2 + 12 * i;
  throw new Error(`No tag ${tag}.`);
}

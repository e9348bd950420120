import { crc32, deflateSync } from 'node:zlib';
import type { EncodedPicture } from '../encoded-picture.js';

/** Per index a colour, RGB bytes; `transparent` makes index 0 see-through. */
export interface PngPalette {
  readonly colors: Uint8Array;
  readonly transparent: boolean;
}

/**
 * A PNG of one channel (PNG specification, third edition). sharp neither takes a palette as given nor keeps indices, and
 * masks compress well without line filters.
 *
 * @param samples row-major; 8 bits a sample, or 16 for a Uint16Array
 * @param palette makes samples indices (8 bits only)
 */
export function encodePng(samples: Uint8Array | Uint16Array, width: number, height: number, palette?: PngPalette): EncodedPicture {
  const wide = samples instanceof Uint16Array;
  const stride = 1 + width * samples.BYTES_PER_ELEMENT;
  // Each line begins with its filter: 0, none.
  const lines = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y++) {
    if (!wide) lines.set(samples.subarray(y * width, (y + 1) * width), y * stride + 1);
    else for (let x = 0; x < width; x++) lines.writeUInt16BE(samples[y * width + x]!, y * stride + 1 + 2 * x);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([wide ? 16 : 8, palette ? 3 : 0, 0, 0, 0], 8);
  const parts = [Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), chunk('IHDR', header)];
  if (palette) parts.push(chunk('PLTE', palette.colors));
  if (palette?.transparent) parts.push(chunk('tRNS', Uint8Array.of(0)));
  parts.push(chunk('IDAT', deflateSync(lines, { level: 6 })), chunk('IEND', new Uint8Array(0)));
  return { bytes: Uint8Array.from(Buffer.concat(parts)), width, height, mediaType: 'image/png' };
}

function chunk(type: string, body: Uint8Array): Buffer {
  const bytes = Buffer.alloc(body.length + 12);
  bytes.writeUInt32BE(body.length, 0);
  bytes.write(type, 4, 'latin1');
  bytes.set(body, 8);
  bytes.writeUInt32BE(crc32(bytes.subarray(4, body.length + 8)), body.length + 8);
  return bytes;
}

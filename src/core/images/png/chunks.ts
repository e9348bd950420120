import { crc32 } from 'node:zlib';
import { checkPieces } from '../check-pieces.js';

export interface PngChunk {
  readonly kind: string;
  readonly data: Buffer;
}

const SIGNATURE_BYTES = 8;
/** Length, kind and checksum around a chunk's data. */
const FRAME_BYTES = 12;

/** The chunks of a PNG before its pixels, as far as they are whole. @throws BAD_IMAGE for more than a picture has */
export function chunksBeforePixels(bytes: Buffer): PngChunk[] {
  const chunks: PngChunk[] = [];
  for (let at = SIGNATURE_BYTES; at + FRAME_BYTES <= bytes.length;) {
    const length = bytes.readUInt32BE(at);
    const kind = bytes.toString('latin1', at + 4, at + 8);
    if (kind === 'IDAT' || at + FRAME_BYTES + length > bytes.length) break;
    checkPieces(chunks.length + 1, 'chunks');
    chunks.push({ kind, data: bytes.subarray(at + 8, at + 8 + length) });
    at += FRAME_BYTES + length;
  }
  return chunks;
}

/** A copy of a PNG with one more chunk, behind its header. */
export function withChunk(bytes: Buffer, { kind, data }: PngChunk): Buffer {
  const header = SIGNATURE_BYTES + FRAME_BYTES + bytes.readUInt32BE(SIGNATURE_BYTES);
  const chunk = Buffer.alloc(FRAME_BYTES + data.length);
  chunk.writeUInt32BE(data.length, 0);
  chunk.write(kind, 4, 'latin1');
  data.copy(chunk, 8);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 8 + data.length)), 8 + data.length);
  return Buffer.concat([bytes.subarray(0, header), chunk, bytes.subarray(header)]);
}

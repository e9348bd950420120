import { crc32, deflateSync } from 'node:zlib';

/** Pieces of formats that cases are made of. Offsets are those of the formats' specifications. */

export function pngChunk(kind: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(kind, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

/** With every chunk's checksum right again. */
export function pngChecked(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  for (let at = 8; at + 12 <= copy.length;) {
    const length = copy.readUInt32BE(at);
    if (at + 12 + length > copy.length) break;
    copy.writeUInt32BE(crc32(copy.subarray(at + 4, at + 8 + length)), at + 8 + length);
    at += 12 + length;
  }
  return copy;
}

export function pngSized(bytes: Buffer, width: number, height: number): Buffer {
  const copy = Buffer.from(bytes);
  copy.writeUInt32BE(width >>> 0, 16);
  copy.writeUInt32BE(height >>> 0, 20);
  return pngChecked(copy);
}

export const pngWithProfile = (bytes: Buffer, profile: Buffer): Buffer =>
  Buffer.concat([
    bytes.subarray(0, 33),
    pngChunk('iCCP', Buffer.concat([Buffer.from('x\0\0', 'latin1'), deflateSync(profile)])),
    bytes.subarray(33),
  ]);

export const gifSized = (bytes: Buffer, width: number, height: number): Buffer => {
  const copy = Buffer.from(bytes);
  copy.writeUInt16LE(width & 0xffff, 6);
  copy.writeUInt16LE(height & 0xffff, 8);
  return copy;
};

/** Where a JPEG's frame header stands. */
export function jpegFrame(bytes: Buffer): number {
  for (let at = 2; at + 4 < bytes.length; at += 2 + bytes.readUInt16BE(at + 2)) {
    const kind = bytes[at + 1]!;
    if (kind >= 0xc0 && kind <= 0xc3) return at;
  }
  throw new Error('No frame.');
}

export function jpegSized(bytes: Buffer, width: number, height: number): Buffer {
  const copy = Buffer.from(bytes);
  const frame = jpegFrame(copy);
  copy.writeUInt16BE(height & 0xffff, frame + 5);
  copy.writeUInt16BE(width & 0xffff, frame + 7);
  return copy;
}

export function jpegWithProfile(bytes: Buffer, profile: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from('ICC_PROFILE\0\x01\x01', 'latin1'), profile]);
  const head = Buffer.from([0xff, 0xe2, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([bytes.subarray(0, 2), head, body, bytes.subarray(2)]);
}

/** The one value, SHORT or LONG, of a tag in EXIF or a TIFF of either byte order. */
export function withTag(bytes: Buffer, tag: number, value: number): Buffer {
  const copy = Buffer.from(bytes);
  for (const type of [3, 4]) {
    const width = type === 3 ? 2 : 4;
    const little = copy.indexOf(Buffer.from([tag & 255, tag >> 8, type, 0, 1, 0, 0, 0]));
    const big = copy.indexOf(Buffer.from([tag >> 8, tag & 255, 0, type, 0, 0, 0, 1]));
    if (little >= 0) copy.writeUIntLE(value, little + 8, width);
    else if (big >= 0) copy.writeUIntBE(value, big + 8, width);
    else continue;
    return copy;
  }
  throw new Error(`No tag ${tag}.`);
}

export function flipped(bytes: Buffer, bits: readonly number[]): Buffer {
  const copy = Buffer.from(bytes);
  for (const bit of bits) copy[bit >> 3]! ^= 1 << (bit & 7);
  return copy;
}

import { type FileHandle } from 'node:fs/promises';
import { CheckpointError } from '../checkpoint-error.js';

/** A member of a zip file: `offset` of its first byte from the file's start. */
export interface ZipEntry {
  readonly offset: number;
  /** In the file. */
  readonly bytes: number;
  /** Its bytes are not what stands there: never read. */
  readonly compressed: boolean;
}

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const END64 = 0x06064b50;
const END64_LOCATOR = 0x07064b50;
const LONGEST_COMMENT = 65535;
const MAX_DIRECTORY_BYTES = 32 << 20;
const FULL16 = 0xffff;
const FULL32 = 0xffffffff;

/** The bytes asked for, or fewer where the file ends. A place that no file reaches gives none. */
export async function readAt(handle: FileHandle, position: number, bytes: number): Promise<Buffer> {
  if (!Number.isSafeInteger(position + bytes)) return Buffer.alloc(0);
  const buffer = Buffer.alloc(bytes);
  let done = 0;
  while (done < bytes) {
    const { bytesRead } = await handle.read(buffer, done, bytes - done, position + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return buffer.subarray(0, done);
}

const number64 = (buffer: Buffer, at: number): number => Number(buffer.readBigUInt64LE(at));

interface Directory {
  readonly start: number;
  readonly bytes: number;
  readonly count: number;
}

/** Where the list of members stands; torch writes zip64's form of it for large files. */
async function findDirectory(handle: FileHandle, file: string, size: number): Promise<Directory> {
  const from = Math.max(0, size - 22 - LONGEST_COMMENT);
  const tail = await readAt(handle, from, size - from);
  let at = tail.length - 22;
  while (at >= 0 && !(tail.readUInt32LE(at) === END && at + 22 + tail.readUInt16LE(at + 20) === tail.length)) at--;
  if (at < 0) throw new CheckpointError(file, 'has no end of a zip file: it is cut off, or something was appended to it');
  const plain = { start: tail.readUInt32LE(at + 16), bytes: tail.readUInt32LE(at + 12), count: tail.readUInt16LE(at + 10) };
  if (plain.start !== FULL32 && plain.bytes !== FULL32 && plain.count !== FULL16) return plain;
  if (at < 20 || tail.readUInt32LE(at - 20) !== END64_LOCATOR) throw new CheckpointError(file, 'names a zip64 directory that is not there');
  const end = await readAt(handle, number64(tail, at - 12), 56);
  if (end.length < 56 || end.readUInt32LE(0) !== END64) throw new CheckpointError(file, 'names a zip64 directory that is not there');
  return { start: number64(end, 48), bytes: number64(end, 40), count: number64(end, 32) };
}

/** Sizes and places beyond 4 GB stand in an extra field, in the order of those that are marked as full. */
function widen(extra: Buffer, [bytes, stored, offset]: readonly [number, number, number]): [number, number, number] {
  const values: [number, number, number] = [bytes, stored, offset];
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue;
    let field = at + 4;
    values.forEach((value, index) => {
      if (value !== FULL32 || field + 8 > extra.length) return;
      values[index] = number64(extra, field);
      field += 8;
    });
  }
  return values;
}

/**
 * Members of a zip file by name. Nothing is ever unpacked: torch stores what it saves as it is, so that a member cannot be larger than
 * the file. Encrypted ones are refused.
 * @throws CheckpointError naming the file or the member that is in the way
 */
export async function readZipEntries(handle: FileHandle, file: string): Promise<Map<string, ZipEntry>> {
  const { size } = await handle.stat();
  const { start, bytes, count } = await findDirectory(handle, file, size);
  if (bytes > MAX_DIRECTORY_BYTES || start + bytes > size)
    throw new CheckpointError(file, `claims a zip directory of ${bytes} bytes at ${start}: it is cut off, or no checkpoint`);
  const directory = await readAt(handle, start, bytes);
  const entries = new Map<string, ZipEntry>();
  let at = 0;
  for (let index = 0; index < count; index++) {
    if (at + 46 > directory.length || directory.readUInt32LE(at) !== CENTRAL)
      throw new CheckpointError(file, `lists ${count} members in its zip directory and describes ${index}`);
    const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((field) => directory.readUInt16LE(at + field)) as [
      number,
      number,
      number,
    ];
    const name = directory.toString('utf8', at + 46, at + 46 + nameBytes);
    const extra = directory.subarray(at + 46 + nameBytes, at + 46 + nameBytes + extraBytes);
    const [whole, stored, local] = widen(
      extra,
      [24, 20, 42].map((field) => directory.readUInt32LE(at + field)) as [number, number, number],
    );
    if ((directory.readUInt16LE(at + 8) & 1) !== 0) throw new CheckpointError(name, 'is encrypted');
    const header = await readAt(handle, local, 30);
    if (header.length < 30 || header.readUInt32LE(0) !== LOCAL) throw new CheckpointError(name, `is not where ${file} says that it is`);
    const offset = local + 30 + header.readUInt16LE(26) + header.readUInt16LE(28);
    if (offset + stored > start) throw new CheckpointError(name, `claims ${stored} bytes, more than ${file} holds`);
    if (entries.has(name)) throw new CheckpointError(name, `stands twice in ${file}`);
    entries.set(name, { offset, bytes: stored, compressed: directory.readUInt16LE(at + 10) !== 0 || whole !== stored });
    at += 46 + nameBytes + extraBytes + commentBytes;
  }
  return entries;
}

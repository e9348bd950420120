import { type FileHandle, open } from 'node:fs/promises';
import type { TensorPlace } from './header.js';

type Places = ReadonlyMap<string, TensorPlace>;

/** Bytes compared at a time. */
const CHUNK = 4 << 20;

const form = ({ dtype, shape }: TensorPlace): string => `${dtype} [${shape.join(', ')}]`;

async function sameBytes(one: TensorPlace, other: TensorPlace): Promise<boolean> {
  const read = async (file: FileHandle, { offset, bytes }: TensorPlace, from: number): Promise<Buffer> => {
    const buffer = Buffer.alloc(Math.min(CHUNK, bytes - from));
    return buffer.subarray(0, (await file.read(buffer, 0, buffer.length, offset + from)).bytesRead);
  };
  const files = [await open(one.file), await open(other.file)] as const;
  try {
    for (let from = 0; from < one.bytes; from += CHUNK)
      if (!(await read(files[0], one, from)).equals(await read(files[1], other, from))) return false;
    return true;
  } finally {
    await Promise.all(files.map((file) => file.close()));
  }
}

/** The first tensor in which two sets of weights differ, and how; null where they are the same to the last byte. */
export async function firstDifference(one: Places, other: Places): Promise<string | null> {
  for (const [name, place] of one) {
    const twin = other.get(name);
    if (twin === undefined) return `${name} is in the first alone`;
    if (form(place) !== form(twin)) return `${name} is ${form(place)} in the first and ${form(twin)} in the other`;
  }
  const more = [...other.keys()].find((name) => !one.has(name));
  if (more !== undefined) return `${more} is in the other alone`;
  for (const [name, place] of one)
    if (!(await sameBytes(place, other.get(name) as TensorPlace))) return `${name} has other values in the one than in the other`;
  return null;
}

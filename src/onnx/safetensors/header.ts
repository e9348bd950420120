import { type FileHandle, open } from 'node:fs/promises';
import { CheckpointError } from '../checkpoint-error.js';
import { isLfsPointer, LFS_PROBLEM, MAX_LFS_POINTER_BYTES } from '../git-lfs.js';
import { DTYPE_BYTES } from './dtypes.js';

/** As the format's own reader: a longer header is an attack, not a model. */
const MAX_HEADER_BYTES = 100_000_000;

/** Where a tensor's bytes stand: `offset` from the file's start. */
export interface TensorPlace {
  readonly file: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly offset: number;
  readonly bytes: number;
}

const isSize = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

/** One entry of the header, checked but for its place among the others. */
function readEntry(name: string, entry: unknown, file: string, start: number): TensorPlace {
  const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Record<string, unknown>;
  if (typeof dtype !== 'string' || !Array.isArray(shape) || !shape.every(isSize) || !Array.isArray(offsets) || offsets.length !== 2)
    throw new CheckpointError(name, 'its entry in the safetensors header needs dtype, shape and two data_offsets');
  const size = DTYPE_BYTES.get(dtype);
  if (size === undefined) throw new CheckpointError(name, `has the unknown type ${dtype}`);
  const [from, to] = offsets as unknown[];
  if (!isSize(from) || !isSize(to) || from > to) throw new CheckpointError(name, `has the offsets ${JSON.stringify(offsets)}`);
  const bytes = shape.reduce((product, axis) => product * axis, size);
  if (bytes !== to - from)
    throw new CheckpointError(name, `${dtype} [${shape.join(', ')}] needs ${bytes} bytes, its offsets hold ${to - from}`);
  return { file, dtype, shape, offset: start + from, bytes };
}

/** Tensors fill the file without gap or overlap, as the format demands. */
function checkPlaces(places: ReadonlyMap<string, TensorPlace>, file: string, start: number, size: number): void {
  let end = start;
  for (const [name, place] of [...places].sort(([, one], [, other]) => one.offset - other.offset || one.bytes - other.bytes)) {
    if (place.offset + place.bytes > size) throw new CheckpointError(name, `ends beyond the end of its file ${file}, which may be cut off`);
    if (place.offset < end) throw new CheckpointError(name, `overlaps another tensor in ${file}`);
    if (place.offset > end) throw new CheckpointError(name, `leaves ${place.offset - end} unused bytes before it in ${file}`);
    end = place.offset + place.bytes;
  }
  if (end !== size) throw new CheckpointError(file, `has ${size - end} bytes after its last tensor`);
}

/** What a file is that is no safetensors file, by its first bytes; null: it may be one. */
function otherKind(first: Buffer): string | null {
  if (first.length === 0) return 'is empty: the download is not complete';
  if (isLfsPointer(first)) return LFS_PROBLEM;
  const begin = first.toString('latin1', 0, 4);
  if (begin === 'GGUF')
    return 'is a GGUF file, whatever its name; only safetensors weights are read, so take model.safetensors of the original';
  if (begin === 'PK\x03\x04') return 'is a zip file, as torch.save writes, whatever its name; only safetensors weights are read';
  return null;
}

async function readExactly(handle: FileHandle, bytes: number, position: number): Promise<Buffer> {
  const buffer = Buffer.alloc(bytes);
  for (let done = 0; done < bytes;) {
    const { bytesRead } = await handle.read(buffer, done, bytes - done, position + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return buffer;
}

/**
 * The tensors of one safetensors file; their data is not touched.
 * @throws CheckpointError naming the file or the tensor whose entry is wrong
 */
export async function readHeader(file: string): Promise<Map<string, TensorPlace>> {
  const handle = await open(file).catch((error: NodeJS.ErrnoException) => {
    const gone = error.code === 'ENOENT' ? ': it is not there, or a link to a file that is not' : '';
    throw new CheckpointError(file, `cannot be opened${gone}`, { cause: error });
  });
  try {
    const stat = await handle.stat();
    if (!stat.isFile()) throw new CheckpointError(file, 'is no file');
    const { size } = stat;
    const kind = otherKind(await readExactly(handle, Math.min(size, MAX_LFS_POINTER_BYTES), 0));
    if (kind !== null) throw new CheckpointError(file, kind);
    if (size < 8) throw new CheckpointError(file, 'is too short to be a safetensors file');
    const length = (await readExactly(handle, 8, 0)).readBigUInt64LE();
    if (length > BigInt(Math.min(MAX_HEADER_BYTES, size - 8)))
      throw new CheckpointError(file, `claims a header of ${length} bytes: it is no safetensors file, or it is cut off`);
    const start = 8 + Number(length);
    let entries: unknown;
    try {
      entries = JSON.parse((await readExactly(handle, Number(length), 8)).toString('utf8'));
    } catch (error) {
      throw new CheckpointError(file, 'has a header that is not JSON', { cause: error });
    }
    if (typeof entries !== 'object' || entries === null || Array.isArray(entries))
      throw new CheckpointError(file, 'has a header that is no JSON object');
    const places = new Map<string, TensorPlace>();
    for (const [name, entry] of Object.entries(entries)) if (name !== '__metadata__') places.set(name, readEntry(name, entry, file, start));
    checkPlaces(places, file, start, size);
    return places;
  } finally {
    await handle.close();
  }
}

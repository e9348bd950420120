import { open } from 'node:fs/promises';
import { CheckpointError } from '../checkpoint-error.js';
import { DTYPE_BYTES } from '../safetensors/dtypes.js';
import type { TensorPlace } from '../safetensors/header.js';
import { readPickle } from './pickle.js';
import { TensorView, type Value } from './pickle-values.js';
import { readAt, readZipEntries, type ZipEntry } from './zip-entries.js';

/** A state dict's pickle holds names and shapes alone: a few hundred kB for the largest models. */
const MAX_PICKLE_BYTES = 64 << 20;
/** Where training scripts put the state dict beside optimizers and epochs. */
const WRAPPERS = ['model_state_dict', 'state_dict'];
/** What torch's wrapper for several devices puts before every name. */
const PARALLEL = 'module.';

function unwrapped(value: Value, file: string): Map<string | number, Value> {
  if (!(value instanceof Map)) throw new CheckpointError(file, 'holds no dictionary of tensors');
  const inner = WRAPPERS.map((name) => value.get(name)).find((candidate) => candidate instanceof Map);
  return inner instanceof Map ? inner : value;
}

/** @throws CheckpointError for a member that torch.save would not have written */
function plain(entry: ZipEntry, name: string): ZipEntry {
  if (entry.compressed)
    throw new CheckpointError(name, 'is compressed, which torch.save does not do; write the file again with torch.save');
  return entry;
}

/** Rows after rows without gaps; axes of length one may claim any stride. */
function isContiguous({ shape, strides }: TensorView): boolean {
  let expected = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] !== 1 && strides[axis] !== expected) return false;
    expected *= shape[axis] as number;
  }
  return true;
}

function placeOf(name: string, view: TensorView, file: string, entry: ZipEntry | undefined): TensorPlace {
  const { storage, shape, offset } = view;
  const size = DTYPE_BYTES.get(storage.dtype) as number;
  const elements = shape.reduce((product, axis) => product * axis, 1);
  if (entry === undefined) throw new CheckpointError(name, `has its numbers in data/${storage.key}, which ${file} does not hold`);
  plain(entry, name);
  if (entry.bytes !== storage.elements * size)
    throw new CheckpointError(
      name,
      `its storage claims ${storage.elements} ${storage.dtype}, data/${storage.key} has ${entry.bytes} bytes`,
    );
  // Empty tensors have any strides, and nothing to read.
  if (elements > 0 && !isContiguous(view))
    throw new CheckpointError(
      name,
      `lies in memory with the strides [${view.strides.join(', ')}] for [${shape.join(', ')}]; save it with .contiguous()`,
    );
  if (!Number.isSafeInteger(elements) || offset + elements > storage.elements)
    throw new CheckpointError(name, `needs ${elements} elements from ${offset} on, its storage has ${storage.elements}`);
  return { file, dtype: storage.dtype, shape, offset: entry.offset + offset * size, bytes: elements * size };
}

function withoutParallel(places: Map<string, TensorPlace>): Map<string, TensorPlace> {
  if (![...places.keys()].every((name) => name.startsWith(PARALLEL))) return places;
  return new Map([...places].map(([name, place]) => [name.slice(PARALLEL.length), place]));
}

/**
 * The tensors of a file that torch.save wrote (zip form, torch 1.6 and later); their data is not touched. No code of the file is run.
 * A state dict inside `state_dict` or `model_state_dict` is taken out, what else a training script kept is left alone.
 * @throws CheckpointError naming the file, the member or the tensor that is in the way
 */
export async function readTorchZip(file: string): Promise<Map<string, TensorPlace>> {
  const handle = await open(file).catch((error: unknown) => {
    throw new CheckpointError(file, 'cannot be opened', { cause: error });
  });
  try {
    const entries = await readZipEntries(handle, file);
    const pickle = [...entries.keys()].find((name) => name === 'data.pkl' || /^[^/]+\/data\.pkl$/.test(name));
    if (pickle === undefined) throw new CheckpointError(file, 'is a zip file without data.pkl: torch.save did not write it');
    const root = pickle.slice(0, -'data.pkl'.length);
    if (entries.has(`${root}constants.pkl`))
      throw new CheckpointError(
        file,
        'is a TorchScript program; save its tensors where you trust it: torch.save(torch.jit.load("in.pt").state_dict(), "out.pth")',
      );
    const { offset, bytes } = plain(entries.get(pickle) as ZipEntry, pickle);
    if (bytes > MAX_PICKLE_BYTES) throw new CheckpointError(pickle, `has ${bytes} bytes, at most ${MAX_PICKLE_BYTES} are read`);
    const order = entries.get(`${root}byteorder`);
    if (order !== undefined && (await readAt(handle, order.offset, Math.min(order.bytes, 16))).toString('utf8') !== 'little')
      throw new CheckpointError(file, 'was written on a big-endian machine; load and save it again on another');
    const places = new Map<string, TensorPlace>();
    for (const [name, value] of unwrapped(readPickle(await readAt(handle, offset, bytes), file), file))
      if (value instanceof TensorView)
        places.set(String(name), placeOf(String(name), value, file, entries.get(`${root}data/${value.storage.key}`)));
    if (places.size === 0) throw new CheckpointError(file, `holds no tensors, neither directly nor in ${WRAPPERS.join(' or ')}`);
    return withoutParallel(places);
  } finally {
    await handle.close();
  }
}

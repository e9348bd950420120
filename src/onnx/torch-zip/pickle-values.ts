import { CheckpointError } from '../checkpoint-error.js';
import { DTYPE_BYTES } from '../safetensors/dtypes.js';

/** A name that the pickle refers to, `module.name`. It stands for what is listed here and is never looked up anywhere. */
export class Global {
  constructor(readonly name: string) {}
}

/** A block of numbers in the zip: member `data/<key>`. */
export class Storage {
  constructor(
    readonly dtype: string,
    readonly key: string,
    readonly elements: number,
  ) {}
}

/** A view of a storage; `offset` and `strides` in elements. */
export class TensorView {
  constructor(
    readonly storage: Storage,
    readonly offset: number,
    readonly shape: readonly number[],
    readonly strides: readonly number[],
  ) {}
}

export type Value = null | boolean | number | string | Global | Storage | TensorView | Value[] | Map<string | number, Value>;

/** Storage classes of torch by safetensors' names of their elements. */
const STORAGES: Readonly<Record<string, string>> = {
  'torch.DoubleStorage': 'F64',
  'torch.FloatStorage': 'F32',
  'torch.HalfStorage': 'F16',
  'torch.BFloat16Storage': 'BF16',
  'torch.LongStorage': 'I64',
  'torch.IntStorage': 'I32',
  'torch.ShortStorage': 'I16',
  'torch.CharStorage': 'I8',
  'torch.ByteStorage': 'U8',
  'torch.BoolStorage': 'BOOL',
};
const DICT = 'collections.OrderedDict';
const TENSOR = 'torch._utils._rebuild_tensor_v2';
const PARAMETER = 'torch._utils._rebuild_parameter';
const KNOWN = new Set([...Object.keys(STORAGES), DICT, TENSOR, PARAMETER]);

/** @throws CheckpointError for every name that a state dict of plain tensors does not need */
export function namedGlobal(file: string, module: string, name: string): Global {
  const full = `${module}.${name}`;
  if (KNOWN.has(full)) return new Global(full);
  throw new CheckpointError(
    file,
    `refers to ${full}. Nothing of a checkpoint is ever run, so only plain tensors in dictionaries are read. Where you trust the file, ` +
      `keep those alone: import torch; d = torch.load("in.pth", map_location="cpu", weights_only=False); ` +
      `torch.save(d.get("state_dict", d.get("model_state_dict", d)), "out.pth")`,
  );
}

const isSize = (value: Value | undefined): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isSizes = (value: Value | undefined): value is number[] => Array.isArray(value) && value.every(isSize);

/** What torch puts in place of a storage: ("storage", its class, key, device, elements). */
export function storageOf(file: string, id: Value): Storage {
  const [kind, type, key, , elements] = Array.isArray(id) ? id : [];
  const dtype = type instanceof Global ? STORAGES[type.name] : undefined;
  if (kind !== 'storage' || dtype === undefined || typeof key !== 'string' || !/^\w+$/.test(key) || !isSize(elements))
    throw new CheckpointError(file, 'has an entry in place of a storage that is none of torch.save');
  return new Storage(dtype, key, elements);
}

function tensorOf(file: string, [storage, offset, shape, strides]: readonly Value[]): TensorView {
  if (!(storage instanceof Storage) || !isSize(offset) || !isSizes(shape) || !isSizes(strides) || shape.length !== strides.length)
    throw new CheckpointError(file, 'has a tensor without storage, offset, shape and strides');
  if (!DTYPE_BYTES.has(storage.dtype)) throw new CheckpointError(file, `has numbers of the unknown type ${storage.dtype}`);
  return new TensorView(storage, offset, shape, strides);
}

/** The three calls that a state dict is made of, as data. @throws CheckpointError for any other, or for arguments that do not fit */
export function called(file: string, target: Value, args: Value): Value {
  const list = Array.isArray(args) ? args : [];
  if (target instanceof Global && target.name === DICT && list.length === 0) return new Map();
  if (target instanceof Global && target.name === TENSOR) return tensorOf(file, list);
  if (target instanceof Global && target.name === PARAMETER && list[0] instanceof TensorView) return list[0];
  throw new CheckpointError(file, `calls ${target instanceof Global ? target.name : 'something'} in a way that torch.save does not`);
}

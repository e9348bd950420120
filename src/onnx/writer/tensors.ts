import { Message } from './protobuf.js';

/** Codes of TensorProto.DataType. */
export const DATA_TYPES = { float: 1, uint8: 2, int8: 3, int32: 6, int64: 7, bool: 9, float16: 10 } as const;
/** Types of numbers that a graph may hold. */
export type DataType = keyof typeof DATA_TYPES;

/** Bytes of one element. */
export const ELEMENT_BYTES: Readonly<Record<DataType, number>> = { float: 4, uint8: 1, int8: 1, int32: 4, int64: 8, bool: 1, float16: 2 };

/** Sizes of axes; a name stands for a size that is known only when the graph runs. */
export type Dims = readonly (number | string)[];

/** A tensor whose bytes stand in a file beside the graph. */
export interface ExternalTensor {
  readonly type: DataType;
  readonly dims: readonly number[];
  /** File name relative to the graph's folder. */
  readonly location: string;
  readonly offset: number;
  readonly bytes: number;
}

export const elements = (dims: readonly number[]): number => dims.reduce((product, size) => product * size, 1);

function header(name: string, type: DataType, dims: readonly number[]): Message {
  const tensor = new Message();
  for (const size of dims) tensor.integer(1, size);
  return tensor.integer(2, DATA_TYPES[type]).string(8, name);
}

/** TensorProto with its bytes inside. */
export const inlineTensor = (name: string, type: DataType, dims: readonly number[], bytes: Uint8Array): Message =>
  header(name, type, dims).bytes(9, bytes);

const entry = (key: string, value: string | number): Message => new Message().string(1, key).string(2, String(value));

/** TensorProto that points into a data file. */
export const externalTensor = (name: string, { type, dims, location, offset, bytes }: ExternalTensor): Message =>
  header(name, type, dims)
    .message(13, entry('location', location))
    .message(13, entry('offset', offset))
    .message(13, entry('length', bytes))
    .integer(14, 1);

/** ValueInfoProto: name, element type and shape of an input or output. */
export function valueInfo(name: string, type: DataType, dims: Dims): Message {
  const shape = new Message();
  for (const size of dims) shape.message(1, typeof size === 'number' ? new Message().integer(1, size) : new Message().string(2, size));
  const tensor = new Message().integer(1, DATA_TYPES[type]).message(2, shape);
  return new Message().string(1, name).message(2, new Message().message(1, tensor));
}

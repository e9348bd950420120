import { closeSync, openSync, readSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { CheckpointError } from '../checkpoint-error.js';
import { DTYPE_BYTES, type FloatType, isFloatType, toFloats } from './dtypes.js';
import type { TensorPlace } from './header.js';
import { locateTensors } from './locate.js';

/** Bytes read at a time; a multiple of every element's size. */
const CHUNK = 4 << 20;

const shown = (shape: readonly number[]): string => `[${shape.join(', ')}]`;

/** The tensors of a checkpoint by name. Files are opened only while something is read from them. */
export class Tensors {
  private constructor(
    private readonly places: ReadonlyMap<string, TensorPlace>,
    /** What somebody should know of how they were found, a sentence each. */
    readonly notes: readonly string[] = [],
  ) {}

  /** @throws CheckpointError (see locateTensors) */
  static async open(folder: string, stems: readonly string[] = ['model']): Promise<Tensors> {
    const { places, notes } = await locateTensors(folder, stems);
    return new Tensors(places, notes);
  }

  /** Tensors that another reader has located. */
  static of(places: ReadonlyMap<string, TensorPlace>): Tensors {
    return new Tensors(places);
  }

  /** Those whose names begin with the prefix, without it. @param note why */
  below(prefix: string, note: string): Tensors {
    const found = [...this.places].filter(([name]) => name.startsWith(prefix));
    return new Tensors(new Map(found.map(([name, place]) => [name.slice(prefix.length), place])), [...this.notes, note]);
  }

  get names(): readonly string[] {
    return [...this.places.keys()];
  }

  /** Whether there is a tensor of that name. */
  has(name: string): boolean {
    return this.places.has(name);
  }

  private place(name: string): TensorPlace {
    const place = this.places.get(name);
    if (place === undefined) throw new CheckpointError(name, 'is missing from the checkpoint');
    return place;
  }

  /** @throws CheckpointError when it is missing */
  shape(name: string): readonly number[] {
    return this.place(name).shape;
  }

  /** @throws CheckpointError when it is missing, has another shape, or is not of floats that are read */
  check(name: string, shape: readonly number[]): void {
    const place = this.place(name);
    this.floatType(name, place);
    if (place.shape.length !== shape.length || place.shape.some((size, axis) => size !== shape[axis]))
      throw new CheckpointError(name, `has the shape ${shown(place.shape)}, ${shown(shape)} is expected`);
  }

  /** @throws CheckpointError when it is missing or not of floats that are read */
  floats(name: string): void {
    this.floatType(name, this.place(name));
  }

  private floatType(name: string, { dtype }: TensorPlace): FloatType {
    if (!isFloatType(dtype))
      throw new CheckpointError(name, `is ${dtype}; weights are read as F32, F16 or BF16, so take the original or convert it`);
    return dtype;
  }

  /** A tensor of one element. @throws CheckpointError when it is missing, has more of them, or is not finite */
  scalar(name: string): number {
    const place = this.place(name);
    const dtype = this.floatType(name, place);
    if (place.shape.some((size) => size !== 1))
      throw new CheckpointError(name, `has the shape ${shown(place.shape)}, one number is expected`);
    const bytes = new Uint8Array(place.bytes);
    const file = openSync(place.file, 'r');
    try {
      readSync(file, bytes, 0, place.bytes, place.offset);
    } finally {
      closeSync(file);
    }
    return finite(name, toFloats(dtype, bytes))[0] as number;
  }

  /**
   * The elements in order, as float32, a piece of the file at a time.
   * @param range only these elements
   * @throws CheckpointError when it is missing, not of floats, cut off or not finite
   */
  async *stream(name: string, range?: readonly [from: number, to: number]): AsyncGenerator<Float32Array<ArrayBuffer>> {
    const place = this.place(name);
    const dtype = this.floatType(name, place);
    const size = DTYPE_BYTES.get(dtype) as number;
    const [from, to] = range === undefined ? [0, place.bytes] : [range[0] * size, range[1] * size];
    const file = await open(place.file);
    try {
      for (let position = from; position < to;) {
        const bytes = new Uint8Array(Math.min(CHUNK, to - position));
        for (let done = 0; done < bytes.length;) {
          const { bytesRead } = await file.read(bytes, done, bytes.length - done, place.offset + position + done);
          if (bytesRead === 0) throw new CheckpointError(name, `${basename(place.file)} ended while it was read`);
          done += bytesRead;
        }
        position += bytes.length;
        yield finite(name, toFloats(dtype, bytes));
      }
    } finally {
      await file.close();
    }
  }

  /** All elements, or some, at once. Throws as stream does. */
  async read(name: string, range?: readonly [from: number, to: number]): Promise<Float32Array<ArrayBuffer>> {
    const [from, to] = range ?? [0, this.shape(name).reduce((product, size) => product * size, 1)];
    const values = new Float32Array(to - from);
    let done = 0;
    for await (const piece of this.stream(name, range)) {
      values.set(piece, done);
      done += piece.length;
    }
    return values;
  }
}

/** One running sum tells all: NaN and infinity survive every addition, and a double holds any sum of floats. */
function finite(name: string, values: Float32Array<ArrayBuffer>): Float32Array<ArrayBuffer> {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] as number;
  if (!Number.isFinite(sum)) throw new CheckpointError(name, 'has values that are no finite numbers');
  return values;
}

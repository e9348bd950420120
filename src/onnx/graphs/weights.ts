import { CheckpointError } from '../checkpoint-error.js';
import type { Compute, Precision } from '../compiled.js';
import type { TensorRef } from '../recipe.js';
import type { Tensors } from '../safetensors/index.js';
import type { DataFile, DataType, ExternalTensor } from '../writer/index.js';
import { columnSteps, quantise, toHalves, transpose } from './quantise.js';

/** A tensor of a data file and the name that graphs know it by. */
export interface Stored {
  readonly name: string;
  readonly tensor: ExternalTensor;
}

/** An int8 matrix [in, out] and what one step of each column is worth [out]. */
export interface Quantised {
  readonly matrix: Stored;
  readonly steps: Stored;
}

const bytesOf = (values: ArrayBufferView<ArrayBuffer>): Uint8Array<ArrayBuffer> =>
  new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
const count = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);
const shown = (shape: readonly number[]): string => `[${shape.join(', ')}]`;
/** Axes of length one say nothing: a class token is [width] to one library and [1, 1, width] to the other. */
const tight = (shape: readonly number[]): number[] => shape.filter((size) => size !== 1);

/** The weights of graphs that share a data file: checks shapes at once, plans what is stored and how, and reads when the file is written. */
export class Weights {
  private readonly stored = new Map<string, Stored>();
  private readonly seen = new Map<string, number>();
  private readonly used = new Set<string>();

  constructor(
    private readonly tensors: Tensors,
    private readonly data: DataFile,
    private readonly precision: Precision,
    readonly compute: Compute = 'fp32',
  ) {}

  /** Elements of the checkpoint that are used. */
  get parameters(): number {
    return [...this.seen.values()].reduce((sum, elements) => sum + elements, 0);
  }

  /** Names of the tensors that are used. */
  get names(): readonly string[] {
    return [...this.used];
  }

  get quantises(): boolean {
    return this.precision === 'int8';
  }

  /** Shape of what a ref means, axes of length one in front left out. @throws CheckpointError when the tensor is missing or too short */
  shape(ref: TensorRef): readonly number[] {
    const shape = [...this.tensors.shape(ref.name)];
    while (shape.length > 1 && shape[0] === 1) shape.shift();
    if (ref.rows === undefined) return shape;
    const [from, to] = ref.rows;
    if (to > (shape[0] ?? 0)) throw new CheckpointError(ref.name, `has ${shape[0]} rows, ${to} are expected`);
    return [to - from, ...shape.slice(1)];
  }

  /** Output features of a Linear's weight. */
  outputs(ref: TensorRef): number {
    return this.shape(ref)[ref.transposed === true ? 1 : 0] ?? 0;
  }

  private check(ref: TensorRef, expected: readonly number[]): void {
    this.tensors.floats(ref.name);
    const shape = this.shape(ref);
    if (shown(tight(shape)) !== shown(tight(expected)))
      throw new CheckpointError(ref.name, `has the shape ${shown(shape)}, ${shown(expected)} is expected`);
    this.used.add(ref.name);
    this.seen.set(`${ref.name} ${ref.rows?.join() ?? ''}`, count(expected));
  }

  private range(ref: TensorRef): readonly [number, number] | undefined {
    const row = count(this.shape(ref).slice(1));
    return ref.rows && [ref.rows[0] * row, ref.rows[1] * row];
  }

  private plan(ref: TensorRef, form: string, type: DataType, dims: readonly number[], read: () => AsyncIterable<Uint8Array>): Stored {
    const name = [ref.name, ...(ref.rows ?? []), form].join('/');
    const stored = this.stored.get(name) ?? { name, tensor: this.data.add({ type, dims, read }) };
    this.stored.set(name, stored);
    return stored;
  }

  /** A tensor as it is, [dims], in float32. @throws CheckpointError for another shape */
  exact(ref: TensorRef, dims: readonly number[]): Stored {
    this.check(ref, dims);
    return this.plan(ref, 'float', 'float', dims, () => this.pieces(ref));
  }

  private async *pieces(ref: TensorRef): AsyncGenerator<Uint8Array> {
    for await (const piece of this.tensors.stream(ref.name, this.range(ref))) yield bytesOf(piece);
  }

  /** A tensor as it is, [dims], as half-precision numbers unless the precision is fp32. @throws CheckpointError for another shape */
  table(ref: TensorRef, dims: readonly number[]): Stored {
    if (this.precision === 'fp32') return this.exact(ref, dims);
    this.check(ref, dims);
    return this.plan(ref, 'half', 'float16', dims, () => this.halves(ref));
  }

  private async *halves(ref: TensorRef): AsyncGenerator<Uint8Array> {
    for await (const piece of this.tensors.stream(ref.name, this.range(ref))) yield this.half(ref, piece);
  }

  private half(ref: TensorRef, values: Float32Array): Uint8Array {
    const halves = toHalves(values);
    if (halves === null) throw new CheckpointError(ref.name, 'has values beyond 65504, which fp16 cannot hold');
    return bytesOf(halves);
  }

  /** A Linear's weight as [inputs, outputs]; half-precision numbers where the precision is fp16. */
  matrix(ref: TensorRef, inputs: number, outputs: number): Stored {
    this.check(ref, ref.transposed === true ? [inputs, outputs] : [outputs, inputs]);
    const half = this.precision === 'fp16';
    return this.plan(ref, half ? 'matrix_half' : 'matrix', half ? 'float16' : 'float', [inputs, outputs], () =>
      this.whole(ref, inputs, outputs, (values) => (half ? this.half(ref, values) : bytesOf(values))),
    );
  }

  /** A Linear's weight as int8 [inputs, outputs]. */
  quantised(ref: TensorRef, inputs: number, outputs: number): Quantised {
    this.check(ref, ref.transposed === true ? [inputs, outputs] : [outputs, inputs]);
    return {
      matrix: this.plan(ref, 'int8', 'int8', [inputs, outputs], () =>
        this.whole(ref, inputs, outputs, (values) => bytesOf(quantise(values, columnSteps(values, outputs)))),
      ),
      steps: this.plan(ref, 'steps', 'float', [outputs], () =>
        this.whole(ref, inputs, outputs, (values) => bytesOf(columnSteps(values, outputs))),
      ),
    };
  }

  private async *whole(
    ref: TensorRef,
    inputs: number,
    outputs: number,
    convert: (values: Float32Array<ArrayBuffer>) => Uint8Array,
  ): AsyncGenerator<Uint8Array> {
    const values = await this.tensors.read(ref.name, this.range(ref));
    yield convert(ref.transposed === true ? values : transpose(values, outputs, inputs));
  }
}

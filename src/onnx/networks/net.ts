import { CheckpointError } from '../checkpoint-error.js';
import { Layers } from '../graphs/layers.js';
import type { Weights } from '../graphs/weights.js';
import type { Activation } from '../recipe.js';
import type { Tensors } from '../safetensors/index.js';
import type { Attributes, Graph, Value } from '../writer/index.js';

/** A feature map [1, channels, rows, columns]. */
export interface Plane {
  readonly value: Value;
  readonly channels: number;
}

/** torch's default of BatchNorm, GroupNorm and LayerNorm; none of the released models sets another. */
export const EPSILON = 1e-5;

const shown = (shape: readonly number[]): string => `[${shape.join(', ')}]`;

/** Layers of convolutional networks, added to a graph by the names of their tensors. Every size is read from the tensors and checked. */
export class Net {
  constructor(
    readonly graph: Graph,
    readonly tensors: Tensors,
    readonly weights: Weights,
  ) {}

  /** Transformer layers of one width on the same graph and weights. */
  layers(width: number, activation: Activation = 'quick_gelu'): Layers {
    return new Layers(this.graph, this.weights, width, activation);
  }

  /** A tensor of the checkpoint, as a constant of the graph. */
  parameter(name: string, dims: readonly number[]): Value {
    const { name: stored, tensor } = this.weights.exact({ name }, dims);
    return this.graph.external(stored, tensor);
  }

  /** Shape of a square kernel [out, in, k, k] that fits `channels`. @throws CheckpointError for any other */
  private kernel(name: string, channels: number): readonly [outputs: number, side: number] {
    const shape = this.tensors.shape(name);
    const [outputs = 0, inputs = 0, side = 0, other = 0] = shape;
    if (shape.length !== 4 || inputs !== channels || side !== other)
      throw new CheckpointError(name, `has the shape ${shown(shape)}, a square kernel over ${channels} channels is expected`);
    return [outputs, side];
  }

  /** Convolution that keeps the size where its stride is 1; with a bias where the checkpoint has one. */
  conv({ value, channels }: Plane, name: string, stride = 1): Plane {
    const [outputs, side] = this.kernel(`${name}.weight`, channels);
    const pad = Math.floor(side / 2);
    const inputs = [value, this.parameter(`${name}.weight`, [outputs, channels, side, side])];
    if (this.tensors.has(`${name}.bias`)) inputs.push(this.parameter(`${name}.bias`, [outputs]));
    const attributes = { kernel_shape: [side, side], strides: [stride, stride], pads: [pad, pad, pad, pad] };
    return { value: this.graph.op('Conv', inputs, attributes), channels: outputs };
  }

  /** Transposed convolution 2x2 with stride 2: twice as large. */
  enlarge({ value, channels }: Plane, name: string): Plane {
    const weight = `${name}.weight`;
    const outputs = this.tensors.shape(weight)[1] ?? 0;
    const inputs = [value, this.parameter(weight, [channels, outputs, 2, 2]), this.parameter(`${name}.bias`, [outputs])];
    return { value: this.graph.op('ConvTranspose', inputs, { kernel_shape: [2, 2], strides: [2, 2] }), channels: outputs };
  }

  /** Batch norm of inference: by the running mean and variance. */
  batchNorm({ value, channels }: Plane, name: string): Plane {
    const inputs = ['weight', 'bias', 'running_mean', 'running_var'].map((part) => this.parameter(`${name}.${part}`, [channels]));
    return { value: this.graph.op('BatchNormalization', [value, ...inputs], { epsilon: { float: EPSILON } }), channels };
  }

  /** GroupNorm of one group: over channels and places together. */
  groupNorm({ value, channels }: Plane, name: string): Plane {
    const { graph } = this;
    const flat = graph.op('Reshape', [value, graph.ints([1, 1, -1])]);
    const one = graph.floats([1]);
    const normed = graph.op('InstanceNormalization', [flat, one, graph.floats([0])], { epsilon: { float: EPSILON } });
    const restored = graph.op('Reshape', [normed, graph.op('Shape', [value])]);
    const scaled = graph.op('Mul', [restored, this.parameter(`${name}.weight`, [channels, 1, 1])]);
    return { value: graph.op('Add', [scaled, this.parameter(`${name}.bias`, [channels, 1, 1])]), channels };
  }

  /** A convolution and the batch norm behind it, as one. */
  convNorm(plane: Plane, conv: string, norm: string, stride = 1): Plane {
    return this.batchNorm(this.conv(plane, conv, stride), norm);
  }

  /** Zero where it is negative. */
  relu({ value, channels }: Plane): Plane {
    return { value: this.graph.op('Relu', [value]), channels };
  }

  /** The sum of two planes of one size. */
  add(one: Plane, other: Plane): Plane {
    if (one.channels !== other.channels) throw new Error(`${one.channels} and ${other.channels} channels cannot be added.`);
    return { value: this.graph.op('Add', [one.value, other.value]), channels: one.channels };
  }

  /** Pooling over squares of `side` without overlap; what is left at the border is dropped. */
  pool({ value, channels }: Plane, kind: 'AveragePool' | 'MaxPool', side: number): Plane {
    if (side === 1) return { value, channels };
    return { value: this.graph.op(kind, [value], { kernel_shape: [side, side], strides: [side, side] }), channels };
  }

  /** Bilinear by a factor, corners not aligned. */
  resize({ value, channels }: Plane, factor: number): Plane {
    const scales = this.graph.floats([1, 1, factor, factor]);
    const attributes = { mode: 'linear', coordinate_transformation_mode: 'half_pixel' };
    return { value: this.graph.op('Resize', [value, '', scales], attributes), channels };
  }

  /** To the size of another map. */
  resizeLike({ value, channels }: Plane, other: Plane, mode: 'linear' | 'nearest'): Plane {
    const { graph } = this;
    const size = graph.op('Shape', [other.value], { start: 2 });
    const sizes = graph.op('Concat', [graph.ints([1, channels]), size], { axis: 0 });
    const attributes: Attributes =
      mode === 'linear'
        ? { mode, coordinate_transformation_mode: 'half_pixel' }
        : { mode, coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' };
    return { value: graph.op('Resize', [value, '', '', sizes], attributes), channels };
  }

  /** [1, channels, rows, columns] to tokens [1, rows * columns, channels]. */
  tokens({ value, channels }: Plane): Value {
    const { graph } = this;
    return graph.op('Transpose', [graph.op('Reshape', [value, graph.ints([1, channels, -1])])], { perm: [0, 2, 1] });
  }

  /** Tokens [1, rows * columns, channels] to a map of the size of another. */
  plane(tokens: Value, channels: number, like: Plane): Plane {
    const { graph } = this;
    const sizes = graph.op('Concat', [graph.ints([1, channels]), graph.op('Shape', [like.value], { start: 2 })], { axis: 0 });
    return { value: graph.op('Reshape', [graph.op('Transpose', [tokens], { perm: [0, 2, 1] }), sizes]), channels };
  }
}

import type { LinearRef, TensorRef } from '../recipe.js';
import type { Graph, Value } from '../writer/index.js';
import type { Stored, Weights } from './weights.js';

/** ONNX's numbers of the types. */
const [SINGLE, HALF] = [1, 10];

/** Linear layers and attention of a tower of one width, added to a graph in the arithmetic that the pack has. */
export class Products {
  constructor(
    readonly graph: Graph,
    readonly weights: Weights,
    readonly width: number,
  ) {}

  /** A tensor of the pack, as it is stored. */
  stored({ name, tensor }: Stored): Value {
    return this.graph.external(name, tensor);
  }

  /** Half-precision numbers as float32. */
  protected widened(stored: Stored): Value {
    const value = this.stored(stored);
    return stored.tensor.type === 'float16' ? this.cast(value, SINGLE) : value;
  }

  private cast(x: Value, to: number): Value {
    return this.graph.op('Cast', [x], { to });
  }

  /** A tensor in single precision, whatever the pack's. */
  exact(ref: TensorRef, dims: readonly number[]): Value {
    return this.stored(this.weights.exact(ref, dims));
  }

  private biased(x: Value, bias: TensorRef | null, outputs: number): Value {
    return bias === null ? x : this.graph.op('Add', [x, this.exact(bias, [outputs])]);
  }

  /** A Linear in full precision whatever the precision of the graph is: projections are small, and every comparison rests on them. */
  project(x: Value, { weight, bias }: LinearRef, inputs: number, outputs: number): Value {
    return this.biased(this.graph.op('MatMul', [x, this.widened(this.weights.matrix(weight, inputs, outputs))]), bias, outputs);
  }

  /** Into the products of a block: where those are computed in halves, their operands are halves and all between them is float32, as with torch's autocast. */
  protected enter(x: Value): Value {
    return this.weights.compute === 'fp16' ? this.cast(x, HALF) : this.rounded(x);
  }

  /** Out of the products of a block, to float32. */
  protected leave(x: Value): Value {
    return this.weights.compute === 'fp16' ? this.cast(x, SINGLE) : x;
  }

  private rounded(x: Value): Value {
    return this.weights.compute === 'rounded' ? this.cast(this.cast(x, HALF), SINGLE) : x;
  }

  /** A linear layer over the last axis. */
  linear(x: Value, ref: LinearRef, inputs = this.width, outputs = this.width): Value {
    return this.leave(this.product(this.enter(x), ref, inputs, outputs));
  }

  /** A linear layer of what has entered, which is still to leave. */
  protected product(x: Value, ref: LinearRef, inputs = this.width, outputs = this.width): Value {
    if (this.weights.quantises) return this.quantised(x, ref, inputs, outputs);
    if (this.weights.compute === 'fp32') return this.project(x, ref, inputs, outputs);
    const operand = (stored: Stored): Value => (this.weights.compute === 'fp16' ? this.stored(stored) : this.widened(stored));
    const product = this.rounded(this.graph.op('MatMul', [x, operand(this.weights.matrix(ref.weight, inputs, outputs))]));
    return ref.bias === null ? product : this.rounded(this.graph.op('Add', [product, operand(this.weights.table(ref.bias, [outputs]))]));
  }

  private quantised(x: Value, ref: LinearRef, inputs: number, outputs: number): Value {
    const { graph } = this;
    const { matrix, steps } = this.weights.quantised(ref.weight, inputs, outputs);
    const [integers, step, zero] = graph.ops('DynamicQuantizeLinear', [x], 3) as [Value, Value, Value];
    const product = graph.op('Cast', [graph.op('MatMulInteger', [integers, this.stored(matrix), zero])], { to: SINGLE });
    return this.biased(graph.op('Mul', [product, graph.op('Mul', [step, this.stored(steps)])]), ref.bias, outputs);
  }

  /** softmax(q kT / sqrt(width of a head) + bias) v per head; `bias` broadcasts to [B, heads, queries, keys]. */
  attention([q, k, v]: readonly [Value, Value, Value], heads: number, { bias = '', causal = false } = {}): Value {
    const entered = [this.enter(q), this.enter(k), this.enter(v)] as const;
    return this.leave(this.attend(entered, heads, { bias: bias === '' ? bias : this.enter(bias), causal }));
  }

  /** Attention of what has entered, which is still to leave. */
  protected attend([q, k, v]: readonly [Value, Value, Value], heads: number, { bias = '', causal = false }): Value {
    const inputs = bias === '' ? [q, k, v] : [q, k, v, '', '', bias];
    return this.rounded(
      this.graph.op('com.microsoft.MultiHeadAttention', inputs, { num_heads: heads, ...(causal && { unidirectional: 1 }) }),
    );
  }
}

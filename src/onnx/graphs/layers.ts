import type { Activation, BlockRef, NormRef, TensorRef } from '../recipe.js';
import type { Graph, Value } from '../writer/index.js';
import { Products } from './products.js';
import type { Weights } from './weights.js';

/** What is common to a block and to an attention pooling head. */
export type MlpRef = Pick<BlockRef, 'mlpIn' | 'mlpOut'>;

/** Smallest length that a vector is divided by: torch's `normalize`. */
const TINY = 1e-12;

/** Layers of a tower of one width, added to a graph; shapes are [B, tokens, width]. */
export class Layers extends Products {
  constructor(
    graph: Graph,
    weights: Weights,
    width: number,
    private readonly activation: Activation,
  ) {
    super(graph, weights, width);
  }

  /** The same layers for a branch of the graph. */
  on(branch: Graph): Layers {
    return new Layers(branch, this.weights, this.width, this.activation);
  }

  /** Kernel of a convolution. */
  kernel(ref: TensorRef, dims: readonly number[]): Value {
    return this.widened(this.weights.table(ref, dims));
  }

  /** Rows [.., width] of a table [rows, width] by index. */
  lookup(ref: TensorRef, rows: number, indices: Value): Value {
    // Widened before, not after: few WebGPU devices take rows of a table in half precision.
    return this.graph.op('Gather', [this.widened(this.weights.table(ref, [rows, this.width])), indices], { axis: 0 });
  }

  /** A layer norm over the last axis. */
  norm(x: Value, { weight, bias, epsilon }: NormRef): Value {
    const inputs = [x, this.exact(weight, [this.width]), this.exact(bias, [this.width])];
    return this.graph.op('LayerNormalization', inputs, { axis: -1, epsilon: { float: epsilon } });
  }

  private activate(x: Value): Value {
    if (this.activation === 'quick_gelu') return this.graph.op('com.microsoft.QuickGelu', [x], { alpha: { float: 1.702 } });
    return this.graph.op(this.activation === 'gelu' ? 'com.microsoft.Gelu' : 'com.microsoft.FastGelu', [x]);
  }

  /** The two linear layers of a block, with its activation between them. */
  mlp(x: Value, { mlpIn, mlpOut }: MlpRef): Value {
    const inner = this.weights.outputs(mlpIn.weight);
    return this.linear(this.activate(this.linear(x, mlpIn, this.width, inner)), mlpOut, inner, this.width);
  }

  /** x + out(attention(norm1 x)), then + mlp(norm2 of it); `ffn` is norm2's output. */
  block(x: Value, ref: BlockRef, heads: number, options: { causal?: boolean } = {}): { readonly output: Value; readonly ffn: Value } {
    const normed = this.enter(this.norm(x, ref.norm1));
    const qkv = [this.product(normed, ref.query), this.product(normed, ref.key), this.product(normed, ref.value)] as const;
    return this.closed(x, this.leave(this.product(this.attend(qkv, heads, options), ref.out)), ref);
  }

  /** The rest of a block once its attention is known: x + attended, then + mlp(norm2 of it). */
  closed(x: Value, attended: Value, ref: BlockRef): { readonly output: Value; readonly ffn: Value } {
    const middle = this.graph.op('Add', [x, attended]);
    const ffn = this.norm(middle, ref.norm2);
    return { output: this.graph.op('Add', [middle, this.mlp(ffn, ref)]), ffn };
  }

  /** Rows of length one along the last axis. */
  unit(x: Value): Value {
    const length = this.graph.op('ReduceL2', [x, this.graph.ints([-1])], { keepdims: 1 });
    return this.graph.op('Div', [x, this.graph.op('Max', [length, this.graph.floats([TINY], [])])]);
  }

  /** Tokens `from` to `to` (all the rest where left out). */
  slice(x: Value, from: number, to = Number.MAX_SAFE_INTEGER): Value {
    const { graph } = this;
    return graph.op('Slice', [x, graph.ints([from]), graph.ints([to]), graph.ints([1])]);
  }
}

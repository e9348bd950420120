import { Graph, type Value } from '../../../core/graphs/index.js';

/** CLIP-DINOiser's two convolutions as float32. */
export interface DinoiserWeights {
  /** C of the patches it looks at. */
  readonly width: number;
  /** P that they are projected to. */
  readonly projected: number;
  /** [P, C, 3, 3] */
  readonly projection: Float32Array;
  /** [P] */
  readonly projectionBias: Float32Array;
  /** [1, C, 1, 1] */
  readonly background: Float32Array;
  /** [1] */
  readonly backgroundBias: Float32Array;
}

/** Lengths below it count as it: nothing is divided by 0. */
const SHORTEST = 1e-12;

function unit(graph: Graph, value: Value, axis: number): Value {
  const length = graph.op('ReduceL2', [value, graph.ints([axis])], { keepdims: 1 });
  return graph.op('Div', [value, graph.op('Max', [length, graph.floats([SHORTEST])])]);
}

/** Cosines between projected patches, [N, N]; those below the threshold are 0, a patch's own never is. */
function correlations(graph: Graph, features: Value, grid: Value, threshold: Value, weights: DinoiserWeights): Value {
  const { width, projected } = weights;
  const sides = graph.op('Cast', [grid], { to: 7 });
  const shape = graph.op('Concat', [graph.ints([1]), sides, graph.ints([width])], { axis: 0 });
  const rows = graph.op('Reshape', [features, shape]);
  const picture = graph.op('Transpose', [rows], { perm: [0, 3, 1, 2] });
  const padded = graph.op('Pad', [picture, graph.ints([0, 0, 1, 1, 0, 0, 1, 1])], { mode: 'edge' });
  const kernel = graph.floats(weights.projection, [projected, width, 3, 3], 'projection');
  const bias = graph.floats(weights.projectionBias, [projected], 'projection_bias');
  const convolved = graph.op('Conv', [padded, kernel, bias], { kernel_shape: [3, 3] });
  const vectors = unit(graph, graph.op('Reshape', [convolved, graph.ints([projected, -1])]), 0);
  const cosines = graph.op('MatMul', [graph.op('Transpose', [vectors], { perm: [1, 0] }), vectors]);
  const own = graph.op('Cast', [graph.op('EyeLike', [cosines])], { to: 9 });
  const kept = graph.op('Or', [graph.op('GreaterOrEqual', [cosines, threshold]), own]);
  return graph.op('Where', [kept, cosines, graph.floats([0], [])]);
}

/**
 * CLIP-DINOiser (Wysoczańska et al. 2024, arXiv:2312.12359) behind its frozen encoder.
 *
 * Feeds: `features` [1, N, C], norm2 inside the encoder's third block from the end, class token dropped; `dense` [1, N, D], un-normalised
 * patch vectors in the joint space; `grid` [2], rows and columns as floats; `threshold` [1], the paper's gamma.
 * Outputs: `pooled` [1, N, D], sum_j C_ij dense_j / (sum_j C_ij + 1e-6); `objectness` [1, N] in (0, 1), above a half for objects.
 */
export function dinoiserGraph(weights: DinoiserWeights): Graph {
  const { width } = weights;
  const graph = new Graph('dinoiser');
  const features = graph.input('features', 'float', [1, 'patches', width]);
  const dense = graph.input('dense', 'float', [1, 'patches', 'dims']);
  const grid = graph.input('grid', 'float', [2]);
  const threshold = graph.input('threshold', 'float', [1]);
  const first = graph.ints([0]);

  const shares = correlations(graph, features, grid, threshold, weights);
  const pooled = graph.op('MatMul', [shares, graph.op('Squeeze', [dense, first])]);
  const total = graph.op('ReduceSum', [shares, graph.ints([1])], { keepdims: 1 });
  const mean = graph.op('Div', [pooled, graph.op('Add', [total, graph.floats([1e-6])])]);
  graph.output('pooled', graph.op('Unsqueeze', [mean, first]), 'float', [1, 'patches', 'dims']);

  const rows = unit(graph, graph.op('Reshape', [features, graph.ints([-1, width])]), 1);
  const logits = graph.op('MatMul', [rows, graph.floats(weights.background, [width, 1], 'background')]);
  const objects = graph.op('Sigmoid', [graph.op('Add', [logits, graph.floats(weights.backgroundBias, [1], 'background_bias')])]);
  graph.output('objectness', graph.op('Reshape', [objects, graph.ints([1, -1])]), 'float', [1, 'patches']);
  return graph;
}

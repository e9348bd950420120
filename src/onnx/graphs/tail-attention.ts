import type { Graph, Value } from '../writer/index.js';
import type { Layers } from './layers.js';

/** In patches. */
const SIGMA = 5;
/** Factor on cosines before the softmax of a row. */
const SHARPNESS = 3;
/** Stands for minus infinity, and unlike it never makes a row of NaN. */
const EXCLUDED = -1e30;

/**
 * NACLIP's Omega [1, 1, T, T]: exp(-distance squared / (2 * 5 * 5)) between patches of the grid, 0 in the class token's row and column.
 * @param grid rows and columns, float [2]
 */
export function nearness(graph: Graph, grid: Value, hasClassToken: boolean): Value {
  const squares = (axis: number): Value => {
    const size = graph.op('Gather', [grid, graph.ints([axis], [])]);
    const places = graph.op('Range', [graph.floats([0], []), size, graph.floats([1], [])]);
    const distances = graph.op('Sub', [graph.op('Unsqueeze', [places, graph.ints([1])]), graph.op('Unsqueeze', [places, graph.ints([0])])]);
    return graph.op('Mul', [distances, distances]);
  };
  // [rows, 1, rows, 1] + [1, columns, 1, columns], then both pairs of axes as one.
  const apart = graph.op('Add', [
    graph.op('Unsqueeze', [squares(0), graph.ints([1, 3])]),
    graph.op('Unsqueeze', [squares(1), graph.ints([0, 2])]),
  ]);
  const patches = graph.op('Cast', [graph.op('ReduceProd', [grid], { keepdims: 1 })], { to: 7 });
  const table = graph.op('Reshape', [apart, graph.op('Concat', [patches, patches], { axis: 0 })]);
  const near = graph.op('Exp', [graph.op('Mul', [table, graph.floats([-1 / (2 * SIGMA * SIGMA)], [])])]);
  const whole = hasClassToken ? graph.op('Pad', [near, graph.ints([1, 1, 0, 0])], { mode: 'constant' }) : near;
  return graph.op('Unsqueeze', [whole, graph.ints([0, 1])]);
}

/**
 * The first term of SC-CLIP's attention, ProxyCLIP's form, applied to values [B, T, width]: A = softmax of each row of
 * 3 (C - mean of C), where C holds the cosines of a middle block's patches and what is under the mean is left out. One A for all heads.
 * The class token, which takes no part in it, keeps its own value.
 * @param middle [B, patches, width]
 */
export function likeness(layers: Layers, middle: Value, value: Value, hasClassToken: boolean): Value {
  const { graph } = layers;
  const unit = layers.unit(middle);
  const cosines = graph.op('MatMul', [unit, graph.op('Transpose', [unit], { perm: [0, 2, 1] })]);
  const above = graph.op('Sub', [cosines, graph.op('ReduceMean', [cosines, graph.ints([1, 2])], { keepdims: 1 })]);
  const scaled = graph.op('Mul', [above, graph.floats([SHARPNESS], [])]);
  const excluded = graph.op('Less', [above, graph.floats([0], [])]);
  const rows = graph.op('Softmax', [graph.op('Where', [excluded, graph.floats([EXCLUDED], []), scaled])], { axis: -1 });
  if (!hasClassToken) return graph.op('MatMul', [rows, value]);
  return graph.op('Concat', [layers.slice(value, 0, 1), graph.op('MatMul', [rows, layers.slice(value, 1)])], { axis: 1 });
}

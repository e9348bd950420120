import { gridSide, type Net, type Plane, type Value } from '../../../core/graphs/index.js';

/** A table of positions [1 + side * side, width], its grid resampled bilinearly to the picture's. */
export function resampledPositions(net: Net, name: string, width: number, like: Plane): { readonly first: Value; readonly grid: Plane } {
  const { graph } = net;
  const side = gridSide(net.tensors, name);
  const table = net.parameter(name, [1 + side * side, width]);
  const slice = (from: number, to: number): Value => graph.op('Slice', [table, graph.ints([from]), graph.ints([to]), graph.ints([0])]);
  const rows = graph.op('Reshape', [slice(1, 1 + side * side), graph.ints([1, side, side, width])]);
  const grid = { value: graph.op('Transpose', [rows], { perm: [0, 3, 1, 2] }), channels: width };
  return { first: graph.op('Reshape', [slice(0, 1), graph.ints([1, 1, width])]), grid: net.resizeLike(grid, like, 'linear') };
}

import { Graph } from '../../src/onnx/writer/index.js';
import { copyTiny } from '../fixtures/packs/copy-tiny.js';
import { addGraph } from './add-graph.js';

const HEAD = {
  graph: 'heads/proposals.onnx',
  inputs: ['dense'],
  feeds: ['grid', 'picture'],
  pixels: 1,
  strides: [16],
  prototypes: 1,
  fine: 1,
  scoring: { presence: { midpoint: 0.5, slope: 12 }, qualityShare: 0.5, minScore: 0.4 },
};

/** One box, whatever is seen: of four patches a side, up and left of the middle of each 16 x 16; all of it is its mask. */
function boxGraph(times: number): Graph {
  const graph = new Graph('proposals');
  const dense = graph.input('dense', 'float', [1, 'patches', 16]);
  const grid = graph.input('grid', 'float', [2]);
  const picture = graph.input('picture', 'uint8', [1, 'height', 'width', 3]);
  const zero = graph.floats([0], []);
  const pixels = graph.op('ReduceSum', [graph.op('Cast', [picture], { to: 1 })], { keepdims: 0 });
  const none = graph.op('Mul', [graph.op('Add', [graph.op('ReduceSum', [dense], { keepdims: 0 }), pixels]), zero]);
  const say = (name: string, values: number[], dims: number[]) => {
    const spoilt = graph.op('Mul', [graph.floats(values, dims), graph.floats([name === 'quality' ? times : 1], [])]);
    graph.output(name, graph.op('Add', [spoilt, none]), 'float', dims);
  };
  say('quality', [2], [1, 1]);
  say('reach', [4, 4, 0, 0], [1, 1, 4]);
  say('weights', [9, 0], [1, 1, 2]);
  const shape = graph.op('Concat', [graph.ints([1, 1]), graph.op('Cast', [grid], { to: 7 })], { axis: 0 });
  graph.output('prototypes', graph.op('Expand', [graph.floats([1], [1, 1, 1, 1]), shape]), 'float', [1, 1, 'rows', 'columns']);
  return graph;
}

/** The tiny pack with a head for proposals. @param times what qualities are multiplied by: NaN breaks it */
export async function tinyWithProposals(folder: string, name: string, times = 1): Promise<string> {
  const pack = await copyTiny(folder, name, { heads: { ovdet: HEAD } });
  await addGraph(pack, HEAD.graph, boxGraph(times));
  return pack;
}

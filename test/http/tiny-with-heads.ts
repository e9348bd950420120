import { Graph } from '../../src/onnx/writer/index.js';
import { copyTiny } from '../fixtures/packs/copy-tiny.js';
import { addGraph } from './add-graph.js';

const DIMS = 16;
const UPSAMPLE = 4;
/** A patch is a label's where its cosine with it is above this. */
const LIKE = 0.6;

/** The counting head's entry, without `feeds`: it is fed what every head is. */
export const COUNT = {
  graph: 'heads/count.onnx',
  inputs: ['dense'],
  blocks: [{ size: 1, name: 'blocks of 1 patch' }],
  bins: [
    [0, 0],
    [1, 1],
  ],
  anchors: [0, 1],
  maxCount: 40,
};
const OPEN = { kind: 'open', graph: 'heads/open.onnx', feeds: ['dense'], upsample: UPSAMPLE, context: false, scores: true };

/** What a head's outputs are multiplied by: 1, or what no answer may be made of. */
export interface Spoilt {
  readonly count?: number;
  readonly logits?: number;
  readonly scores?: number;
}

/**
 * One thing in each patch that looks like the label, none elsewhere. `times` is what the logits are multiplied by, as in `Spoilt`; `bins`: whether
 * it takes the sentences about bins, too, of which it makes nothing.
 */
export function countGraph(times: number, bins: boolean): Graph {
  const graph = new Graph('count');
  const dense = graph.input('dense', 'float', [1, 'patches', DIMS]);
  const grid = graph.input('grid', 'float', [2]);
  const label = graph.input('label', 'float', [1, DIMS]);
  const likeness = graph.op('MatMul', [dense, graph.op('Transpose', [label], { perm: [1, 0] })]);
  const sure = graph.op('Mul', [graph.op('Sub', [likeness, graph.floats([LIKE], [])]), graph.floats([1000 * times], [])]);
  const both = graph.op('Concat', [graph.op('Neg', [sure]), sure], { axis: 2 });
  const zero = graph.floats([0], []);
  const none = bins ? graph.op('Mul', [graph.op('ReduceSum', [graph.input('bins', 'float', [2, DIMS])], { keepdims: 0 }), zero]) : zero;
  const shape = graph.op('Concat', [graph.ints([1]), graph.op('Cast', [grid], { to: 7 }), graph.ints([2])], { axis: 0 });
  graph.output('logits', graph.op('Reshape', [graph.op('Add', [both, none]), shape]), 'float', [1, 'rows', 'columns', 2]);
  return graph;
}

/**
 * A cell is surely a label's where its patch has a cosine above `like` with it; the surest patch says whether the label is there. `logits` and
 * `scores` are what each is multiplied by: 1, or NaN.
 */
export function openGraph(like: number, logits: number, scores: number): Graph {
  const graph = new Graph('open');
  const dense = graph.input('dense', 'float', [1, 'patches', DIMS]);
  const grid = graph.input('grid', 'float', [2]);
  const labels = graph.input('labels', 'float', ['K', DIMS]);
  const likeness = graph.op('MatMul', [labels, graph.op('Transpose', [dense], { perm: [0, 2, 1] })]);
  const sure = graph.op('Mul', [graph.op('Sub', [likeness, graph.floats([like], [])]), graph.floats([30], [])]);
  const shape = graph.op('Concat', [graph.ints([1, -1]), graph.op('Cast', [grid], { to: 7 })], { axis: 0 });
  const coarse = graph.op('Mul', [graph.op('Reshape', [sure, shape]), graph.floats([logits], [])]);
  const scales = graph.floats([1, 1, UPSAMPLE, UPSAMPLE]);
  const fine = graph.op('Resize', [coarse, '', scales], { mode: 'linear', coordinate_transformation_mode: 'half_pixel' });
  graph.output('logits', fine, 'float', [1, 'K', 'rows', 'columns']);
  const best = graph.op('ReduceMax', [sure, graph.ints([0, 2])], { keepdims: 0 });
  graph.output('scores', graph.op('Mul', [best, graph.floats([scores], [])]), 'float', ['K']);
  return graph;
}

/** The tiny pack with real heads of known answers for counting and for denseclip, in `folder`/`name`. */
export async function tinyWithHeads(folder: string, name: string, { count = 1, logits = 1, scores = 1 }: Spoilt = {}): Promise<string> {
  const pack = await copyTiny(folder, name, { heads: { 'clip-ebc': { ...COUNT, feeds: ['grid', 'label'] }, denseclip: OPEN } });
  await addGraph(pack, COUNT.graph, countGraph(count, false));
  await addGraph(pack, OPEN.graph, openGraph(LIKE, logits, scores));
  return pack;
}

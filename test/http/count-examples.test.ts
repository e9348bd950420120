import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Graph } from '../../src/onnx/writer/index.js';
import { copyTiny } from '../fixtures/packs/copy-tiny.js';
import { addGraph } from './add-graph.js';
import { imageAsker } from './ask-image.js';
import { asData, painted } from './pictures.js';
import { startTiny, type TinyServer } from './tiny-server.js';
import { COUNT, tinyWithHeads } from './tiny-with-heads.js';

const [PATCH, DIMS] = [28, 16];

/** One thing in each patch whose vector is that of the examples, as long as it; of no label, which is fed as zeros. */
function likeExamples(): Graph {
  const graph = new Graph('count');
  const dense = graph.input('dense', 'float', [1, 'patches', DIMS]);
  const grid = graph.input('grid', 'float', [2]);
  const example = graph.input('example', 'float', [1, DIMS]);
  const likeness = graph.op('MatMul', [dense, graph.op('Transpose', [example], { perm: [1, 0] })]);
  const own = graph.op('ReduceSum', [graph.op('Mul', [example, example]), graph.ints([1])], { keepdims: 1 });
  const sure = graph.op('Mul', [graph.op('Sub', [likeness, graph.op('Mul', [own, graph.floats([0.9], [])])]), graph.floats([1000], [])]);
  const shape = graph.op('Concat', [graph.ints([1]), graph.op('Cast', [grid], { to: 7 }), graph.ints([2])], { axis: 0 });
  const both = graph.op('Concat', [graph.op('Neg', [sure]), sure], { axis: 2 });
  graph.output('logits', graph.op('Reshape', [both, shape]), 'float', [1, 'rows', 'columns', 2]);
  return graph;
}

const squares = (places: readonly (readonly [column: number, row: number])[], color: string) =>
  places.map(([column, row]) => ({ x: column * PATCH, y: row * PATCH, width: PATCH, height: PATCH, color }));
const RED = [
  [1, 1],
  [4, 2],
  [9, 3],
  [14, 14],
  [2, 12],
] as const;
const BLUE = Array.from({ length: 40 }, (_, i) => [1 + (i % 10), 5 + Math.floor(i / 10)] as const);
const box = ([column, row]: readonly [number, number]): string =>
  `{ x: ${column * PATCH}, y: ${row * PATCH}, width: ${PATCH}, height: ${PATCH} }`;

let models: string;
let server: TinyServer;
let source: { data: string };
beforeAll(async () => {
  models = await mkdtemp(join(tmpdir(), 'denseql-examples-'));
  const feeds = ['grid', 'example'];
  const own = await copyTiny(models, 'examples', { heads: { 'clip-ebc': { ...COUNT, feeds, examples: ['dense'] } } });
  await addGraph(own, COUNT.graph, likeExamples());
  await tinyWithHeads(models, 'words');
  await copyTiny(models, 'headless', { heads: {} });
  server = await startTiny({ PACK: own, MODELS_DIR: models });
  source = asData(await painted(448, 448, '#ffffff', [...squares(RED, '#ff0000'), ...squares(BLUE, '#0000ff')]));
});
afterAll(async () => {
  await server.close();
  await rm(models, { recursive: true });
});

const { ask, failed } = imageAsker(() => ({ server, source }));
const by = (...examples: string[]) => `by: { clipEbc: { examples: [${examples.join()}] } }`;

describe('a count by examples', () => {
  it('finds what they show, whatever the word, in one pass', async () => {
    const { red, blue } = await ask(
      `red: count(of: "zxqv", ${by(box(RED[0]), box(RED[3]))}) { of total score points { x y } meta { form encoderRuns notices { code } } }
       blue: count(of: "red", ${by(box(BLUE[7]!))}) { total meta { encoderRuns } }`,
    );
    expect(red).toMatchObject({ of: 'zxqv', total: RED.length, score: null });
    expect(red.points).toHaveLength(RED.length);
    // No encoder reads the word, so nobody is told that it means nothing.
    expect(red.meta).toMatchObject({ form: 'CLIP-EBC head, blocks of 1 patch, by examples', notices: [] });
    expect(blue.total).toBe(BLUE.length);
    expect(red.meta.encoderRuns + blue.meta.encoderRuns).toBeLessThanOrEqual(2);
  });

  it('counts in a region what lies anywhere in its pass: the picture, or the part alone where it was encoded by itself', async () => {
    const part = 'box: { x: 0, y: 0, width: 448, height: 112 }';
    const { shared, zoomed } = await ask(
      `shared: region(${part}) { count(of: "red", ${by(box(RED[3]))}) { total } }
       zoomed: region(${part}, zoom: true) { count(of: "red", ${by(box(RED[0]))}) { total } }`,
    );
    expect(shared.count.total).toBe(3);
    expect(zoomed.count.total).toBeGreaterThan(0);
    const outside = await failed(`region(${part}, zoom: true) { count(of: "red", ${by(box(RED[3]))}) { total } }`);
    expect(outside).toEqual([{ message: expect.stringContaining('by.clipEbc.examples[0]'), code: 'BAD_INPUT' }]);
  });

  it.each<[string, string, string | null, string, RegExp]>([
    ['none', by(), null, 'BAD_INPUT', /by\.clipEbc\.examples/],
    ['nine', by(...BLUE.slice(0, 9).map(box)), null, 'BAD_INPUT', /by\.clipEbc\.examples.*8/],
    ['on a pack whose head takes none', by(box(RED[0])), 'words', 'PLUGIN_UNAVAILABLE', /heads\.clip-ebc\.examples/],
    ['on a pack without a head', by(box(RED[0])), 'headless', 'PLUGIN_UNAVAILABLE', /heads\.clip-ebc\.examples/],
  ])('refuses %s, and says why', async (_, how, encoder, code, message) => {
    const errors = await failed(`count(of: "red", ${how}) { total }`, source, encoder);
    expect(errors).toEqual([{ message: expect.stringMatching(message), code }]);
  });
});

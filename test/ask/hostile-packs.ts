import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readConfig } from '../../src/core/config.js';
import { compilePack } from '../../src/core/packs/making/compile-pack.js';
import { Graph } from '../../src/onnx/writer/index.js';
import { addGraph } from '../http/add-graph.js';
import { tinyWithHeads } from '../http/tiny-with-heads.js';
import { TINY } from '../onnx/checkpoint-files.js';

const HEAD = { graph: 'heads/vandal.onnx', pixels: 'heads/vandal-pixels.onnx' };

/** One number a patch. */
function headGraph(): Graph {
  const graph = new Graph('rough');
  const features = graph.input('features', 'float', ['patches', 16]);
  graph.output('rough', graph.op('ReduceSum', [features, graph.ints([1])], { keepdims: 1 }), 'float', ['patches', 1]);
  return graph;
}

/** One number a window. */
function pixelGraph(): Graph {
  const graph = new Graph('mean');
  const pixels = graph.op('Cast', [graph.input('pixels', 'uint8', [1, 'height', 'width', 3])], { to: 1 });
  graph.output('mean', graph.op('ReduceSum', [pixels, graph.ints([1, 2, 3])], { keepdims: 0 }), 'float', [1]);
  return graph;
}

/**
 * Two packs in a folder: a compiled CLIP named `clip`, whose last block can be run again, and a tiny one with heads for the built-in plugins and
 * for the vandal.
 * @returns the tiny pack's folder
 */
export async function makePacks(models: string): Promise<string> {
  const config = readConfig({ DENSEQL_DEVICE: 'cpu', DENSEQL_THREADS: '1', DENSEQL_MODELS_DIR: models });
  const licences = [{ part: 'checkpoint', licence: 'none', source: 'random numbers' }];
  await compilePack({ checkpoint: TINY, out: join(models, 'clip'), name: 'clip', licences, calibrate: false, config });
  const pack = await tinyWithHeads(models, 'own');
  await addGraph(pack, HEAD.graph, headGraph());
  await addGraph(pack, HEAD.pixels, pixelGraph());
  const file = join(pack, 'pack.json');
  const manifest = JSON.parse(await readFile(file, 'utf8')) as { heads: { 'clip-ebc': object } };
  const counting = { ...manifest.heads['clip-ebc'], cropDetail: { LOW: 'LOW', MEDIUM: 'LOW' } };
  await writeFile(file, JSON.stringify({ ...manifest, heads: { ...manifest.heads, 'clip-ebc': counting, vandal: HEAD } }));
  return pack;
}

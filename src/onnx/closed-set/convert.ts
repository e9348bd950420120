import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Weights } from '../graphs/weights.js';
import type { Tensors } from '../safetensors/index.js';
import { DataFile, Graph, saveModel } from '../writer/index.js';
import { Net } from './net.js';
import type { Normalisation } from './pixels.js';

/** What every converted model says of itself; `<kind>.json` beside the graph, or an entry under a plugin's name in a pack's `heads`. */
export interface ClosedSetManifest {
  readonly kind: string;
  readonly version: 1;
  /** File names relative to the manifest's folder. */
  readonly graph: string;
  readonly data: string;
  /** Name of the one input: RGB uint8 [1, height, width, 3]; the graph normalises by itself. */
  readonly input: string;
  readonly output: string;
  readonly backbone: 'resnet' | 'vit';
  /** For people: what the graph does to pixels. */
  readonly normalisation: Normalisation;
  /** Both sides of a picture must be multiples of it, in pixels. */
  readonly sizeMultiple: number;
  /** How its authors run it on larger pictures: square windows of `side`, `stride` apart, in pixels; null: the whole picture at once. */
  readonly window: { readonly side: number; readonly stride: number } | null;
  readonly parameters: number;
}

export interface ConvertOptions {
  /** Called as bytes of weights are written. */
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
  /** Width of one attention head; 64 in every released CLIP. */
  readonly headWidth?: number;
}

/** What a builder knows once its graph stands; the rest is the same for all. */
export type Described<Manifest extends ClosedSetManifest> = Omit<Manifest, 'version' | 'graph' | 'data' | 'parameters'>;

/**
 * Builds one graph and writes `<kind>.onnx`, `<kind>.bin` and, when both are whole, `<kind>.json`. Everything is checked before the first
 * byte is written.
 * @param out folder, made where it is missing
 */
export async function writeClosedSet<Manifest extends ClosedSetManifest>(
  kind: Manifest['kind'],
  tensors: Tensors,
  out: string,
  build: (net: Net) => Described<Manifest>,
  { onProgress, signal }: ConvertOptions,
): Promise<{ readonly manifest: Manifest; readonly files: readonly string[] }> {
  const [graphFile, dataFile, manifestFile] = [`${kind}.onnx`, `${kind}.bin`, `${kind}.json`];
  const data = new DataFile(dataFile);
  const weights = new Weights(tensors, data, 'fp32');
  const graph = new Graph(kind);
  const described = build(new Net(graph, tensors, weights));
  signal?.throwIfAborted();
  await mkdir(out, { recursive: true });
  await saveModel(graph, join(out, graphFile));
  let done = 0;
  const onBytes = (bytes: number): void => onProgress?.((done += bytes), data.bytes);
  await data.write(out, { onBytes, ...(signal === undefined ? {} : { signal }) });
  const own = { version: 1, graph: graphFile, data: dataFile, parameters: weights.parameters };
  const manifest = { ...described, ...own } as unknown as Manifest;
  await writeFile(join(out, manifestFile), `${JSON.stringify(manifest, null, 2)}\n`);
  return { manifest, files: [graphFile, dataFile, manifestFile] };
}

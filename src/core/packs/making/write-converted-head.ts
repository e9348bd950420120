import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Weights } from '../../../onnx/graphs/weights.js';
import { Net } from '../../../onnx/networks/net.js';
import type { Tensors } from '../../../onnx/safetensors/index.js';
import { DataFile, Graph, saveModel } from '../../../onnx/writer/index.js';
import type { ConvertedHead } from '../converted-head.js';

/** What a converted head is written by. */
export interface WriteOptions {
  /** Called as bytes of weights are written. */
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
  /** Width of one attention head; 64 in every released CLIP. */
  readonly headWidth?: number;
}

/** What a plugin knows once its graph stands; the rest is the same for all. */
type Described = Omit<ConvertedHead, 'kind' | 'version' | 'graph' | 'data' | 'parameters'>;

/**
 * Builds one graph and writes `<kind>.onnx`, `<kind>.bin` and, when both are whole, `<kind>.json`. Everything is checked before the first
 * byte is written.
 * @param out folder, made where it is missing
 * @returns the manifest as written, and the names of the files
 */
export async function writeConvertedHead<Kind extends string, Own extends Described>(
  kind: Kind,
  tensors: Tensors,
  out: string,
  build: (net: Net) => Own,
  { onProgress, signal }: WriteOptions,
) {
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
  const common = { version: 1 as const, graph: graphFile, data: dataFile, parameters: weights.parameters };
  const manifest = { kind, ...described, ...common };
  await writeFile(join(out, manifestFile), `${JSON.stringify(manifest, null, 2)}\n`);
  return { manifest, files: [graphFile, dataFile, manifestFile] as const };
}

import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { saveModel, type Graph } from '../../src/onnx/writer/index.js';
import { putFile } from './put-file.js';

/** Writes a graph into a pack and lists it in the manifest, as a head has to be; one that is there is replaced. */
export async function addGraph(pack: string, path: string, graph: Graph): Promise<void> {
  await mkdir(dirname(join(pack, path)), { recursive: true });
  await saveModel(graph, join(pack, path));
  await putFile(pack, path, await readFile(join(pack, path)));
}

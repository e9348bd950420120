import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { saveModel, type Graph } from '../../src/onnx/writer/index.js';

/** Writes a graph into a pack and lists it in the manifest, as a head has to be. */
export async function addGraph(pack: string, path: string, graph: Graph): Promise<void> {
  await mkdir(dirname(join(pack, path)), { recursive: true });
  await saveModel(graph, join(pack, path));
  const bytes = await readFile(join(pack, path));
  const manifest = JSON.parse(await readFile(join(pack, 'pack.json'), 'utf8')) as { files: object[] };
  manifest.files.push({ path, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') });
  await writeFile(join(pack, 'pack.json'), JSON.stringify(manifest));
}

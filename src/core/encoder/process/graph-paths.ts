import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { KERNELS } from '../contract/encoder.js';

/** Where a graph lies on this machine. */
export type GraphPath = (graph: string) => string;

const kernels: ReadonlyMap<string, string> = new Map(
  Object.entries(KERNELS).map(([name, graph]) => [graph, fileURLToPath(new URL(`./kernels/${name}.onnx`, import.meta.url))]),
);

/** Files of a pack in its folder; the core's kernels where the core is. */
export const graphPaths =
  (packFolder: string): GraphPath =>
  (graph) =>
    kernels.get(graph) ?? join(packFolder, graph);

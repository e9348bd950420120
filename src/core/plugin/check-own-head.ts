import { assetFile } from '../assets/prove-assets.js';
import { graphSignature, type DeclaredTensor } from '../assets/graph-signature.js';
import type { GraphContract, Shape } from '../call/head-contract.js';
import { isOwnHead } from '../call/own-head.js';
import type { PluginManifest } from './plugin.js';

/** ONNX's numbers of the types that are fed and read. */
const [FLOAT32, UINT8] = [1, 2];

const written = (dims: DeclaredTensor['dims'] | Shape): string =>
  dims === null ? 'any shape' : `[${dims.map((dim) => dim ?? '?').join()}]`;

/** Names that the plugin gives to sizes are its own; numbers must be those of the graph. */
const fits = (shape: Shape, dims: DeclaredTensor['dims']): boolean =>
  dims === null ||
  (shape.length === dims.length &&
    shape.every((stated, axis) => typeof stated !== 'number' || typeof dims[axis] !== 'number' || stated === dims[axis]));

const names = (tensors: readonly { readonly name: string }[]): string => tensors.map(({ name }) => name).join(', ') || 'none';

/** What is wrong with the inputs, or the outputs, that a plugin states of a graph; null: nothing. */
function difference(
  side: 'input' | 'output',
  stated: GraphContract['inputs'],
  declared: readonly DeclaredTensor[],
  types: readonly number[],
): string | null {
  for (const [name, shape] of Object.entries(stated)) {
    const tensor = declared.find((one) => one.name === name);
    if (!tensor) return `has no ${side} "${name}", which the plugin states; it has ${names(declared)}`;
    if (!types.includes(tensor.type))
      return `has the ${side} "${name}" of a type that is not ${types.length > 1 ? 'float32 or uint8' : 'float32'}`;
    if (!fits(shape, tensor.dims))
      return `has the ${side} "${name}" of shape ${written(tensor.dims)}, and the plugin states ${written(shape)}`;
  }
  const open = side === 'input' ? declared.find(({ name }) => !Object.hasOwn(stated, name)) : undefined;
  return open ? `needs the input "${open.name}" of shape ${written(open.dims)}, which the plugin does not state` : null;
}

async function checkGraph(plugin: PluginManifest, graph: string, { inputs, outputs }: GraphContract): Promise<void> {
  const fault = (problem: string): Error =>
    new Error(`Plugin "${plugin.name}": its head ${graph} ${problem}. Mend \`head\` in its manifest, or the file.`);
  if (!Object.hasOwn(plugin.assets ?? {}, graph)) throw fault('is not among its `assets`');
  const file = await assetFile(plugin, graph);
  const signature = await graphSignature(file).catch((cause: Error) => {
    throw fault(`is no ONNX file: ${cause.message}`);
  });
  const folder = graph.slice(0, graph.lastIndexOf('/') + 1);
  const foreign = signature.data.find((beside) => !Object.hasOwn(plugin.assets ?? {}, folder + beside));
  if (foreign !== undefined) throw fault(`keeps weights in ${foreign}, which is not among its \`assets\``);
  const problem =
    difference('input', inputs, signature.inputs, [FLOAT32, UINT8]) ?? difference('output', outputs, signature.outputs, [FLOAT32]);
  if (problem !== null) throw fault(problem);
}

/**
 * Holds what a plugin states of the graphs in its own folder against the files, before anything runs.
 * @throws Error with one sentence that names plugin, graph and what differs
 */
export async function checkOwnHead(plugin: PluginManifest): Promise<void> {
  if (!isOwnHead(plugin.head)) return;
  for (const { graphs } of Object.values(plugin.head.packs))
    for (const [graph, contract] of Object.entries(graphs)) await checkGraph(plugin, graph, contract);
}

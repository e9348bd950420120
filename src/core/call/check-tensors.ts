import { allFinite } from '../math/all-finite.js';
import { tooMany } from '../math/most-numbers.js';
import type { Tensor } from '../math/tensor.js';
import { DenseqlError } from '../errors.js';
import type { GraphContract, Shape } from './head-contract.js';

/** Who runs which graph, for messages. */
export interface GraphOrigin {
  readonly plugin: string;
  readonly graph: string;
  readonly pack: string;
}

type Sizes = Readonly<Record<string, number>>;
type Known = ReadonlyMap<string, number>;
/** Arrays by name; of bytes that are not there yet, their number is enough. */
type Feeds = Readonly<Record<string, { readonly data: { readonly length: number }; readonly dims: readonly number[] }>>;

const product = (dims: readonly number[]): number => dims.reduce((all, dim) => all * dim, 1);

export const headFailure = ({ plugin, graph, pack }: GraphOrigin, problem: string): DenseqlError =>
  new DenseqlError('PLUGIN_FAILED', `Plugin "${plugin}": the head ${graph} of the pack ${pack} ${problem}.`, { plugin, pack });

/** What a dimension is; undefined while nothing tells. */
function sizeOf(dim: number | string, known: Known): number | undefined {
  if (typeof dim === 'number') return dim;
  const [name = '', divisor = '1'] = dim.split('/');
  const size = known.get(name);
  return size === undefined ? undefined : Math.ceil(size / Number(divisor));
}

const written = (shape: Shape, known: Known): string => `[${shape.map((dim) => sizeOf(dim, known) ?? dim).join()}]`;

/** Whether dims fit a shape; names that nothing told yet become known. */
function bind(dims: readonly number[], shape: Shape, known: Map<string, number>): boolean {
  if (dims.length !== shape.length) return false;
  return shape.every((wanted, axis) => {
    const dim = dims[axis]!;
    const size = sizeOf(wanted, known);
    if (size === undefined) known.set(String(wanted), dim);
    return size === undefined || size === dim;
  });
}

/**
 * Checks what a graph is fed against its declaration.
 * @param sizes of names that what is fed does not tell
 * @returns the size of every name
 * @throws PLUGIN_FAILED naming plugin, graph and input
 */
export function checkFeeds(contract: GraphContract, feeds: Feeds, sizes: Sizes, origin: GraphOrigin): Known {
  const known = new Map(Object.entries(sizes));
  for (const [name, { data, dims }] of Object.entries(feeds)) {
    const shape = contract.inputs[name];
    const large = tooMany(data.length);
    if (large !== null) throw headFailure(origin, `is fed "${name}", which ${large}`);
    if (shape === undefined) throw headFailure(origin, `is fed "${name}", which the plugin does not declare`);
    if (!bind(dims, shape, known) || data.length !== product(dims))
      throw headFailure(
        origin,
        `is fed "${name}" of shape [${dims.join()}] with ${data.length} numbers, ${written(shape, known)} declared`,
      );
  }
  checkSizes(contract, known, origin);
  return known;
}

/** What a run would give is bounded before it is run: sizes are the plugin's own words. */
function checkSizes(contract: GraphContract, known: Known, origin: GraphOrigin): void {
  for (const [name, shape] of Object.entries(contract.outputs)) {
    const large = tooMany(product(shape.map((dim) => sizeOf(dim, known) ?? 1)));
    if (large !== null) throw headFailure(origin, `would give "${name}", which ${large}`);
  }
}

/**
 * Checks what a graph gave: every output asked for, of exactly the declared shape, without NaN or infinity.
 * @param known sizes of names, as `checkFeeds` gave them
 * @throws PLUGIN_FAILED naming plugin, graph and output
 */
export function checkOutputs(
  contract: GraphContract,
  answer: Readonly<Record<string, Tensor>>,
  outputs: readonly string[],
  known: Known,
  origin: GraphOrigin,
): void {
  for (const name of outputs) {
    const shape = contract.outputs[name];
    if (shape === undefined) throw headFailure(origin, `is asked for "${name}", which the plugin does not declare`);
    const unknown = shape.find((dim) => sizeOf(dim, known) === undefined);
    if (unknown !== undefined) throw headFailure(origin, `gives "${name}", whose size "${unknown}" nothing tells: name it in \`sizes\``);
    const tensor = answer[name];
    if (!tensor) throw headFailure(origin, `gave no output "${name}"`);
    if (!bind(tensor.dims, shape, new Map(known)))
      throw headFailure(origin, `gave "${name}" of shape [${tensor.dims.join()}], ${written(shape, known)} expected`);
    if (!allFinite(tensor.data)) throw headFailure(origin, `gave NaN or infinity in "${name}"`);
  }
}

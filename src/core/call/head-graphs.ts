import { z } from 'zod';
import { DenseqlError } from '../errors.js';
import type { PackManifest } from '../packs/manifest.js';
import { assetFile } from '../assets/prove-assets.js';
import type { AssetOwner } from '../assets/asset-owner.js';
import { headFailure, type GraphOrigin } from './check-tensors.js';
import type { GraphContract, HeadContract } from './head-contract.js';
import { deepFreeze } from './own.js';
import { broughtFor, checkBroughtFor, isOwnHead, type OwnHead } from './own-head.js';

/** The plugin whose head it is. */
export interface HeadOwner extends AssetOwner {
  // Whatever its entry is.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly head?: HeadContract<any> | OwnHead;
}

/** A graph of a head, ready to be run. */
export interface HeadGraph {
  readonly contract: GraphContract;
  readonly origin: GraphOrigin;
  /** Of the request to the encoder. */
  readonly run: { readonly graph: string; readonly file?: string };
}

type PackOfHead = Pick<PackManifest, 'name' | 'revision' | 'heads'>;

function read({ name, head: contract }: HeadOwner, pack: PackOfHead): unknown {
  if (isOwnHead(contract)) {
    const own = broughtFor(contract, pack);
    return own && deepFreeze(structuredClone({ revision: own.revision, graphs: Object.keys(own.graphs) }));
  }
  if (!Object.hasOwn(pack.heads, name)) return undefined;
  const entry = structuredClone(pack.heads[name]);
  if (contract === undefined) return deepFreeze(entry);
  const parsed = contract.manifest.safeParse(entry);
  if (parsed.success) return deepFreeze(parsed.data);
  throw new DenseqlError('PACK_INVALID', `pack.json of ${pack.name}: heads.${name} is not readable: ${z.prettifyError(parsed.error)}`, {
    pack: pack.name,
  });
}

const entries = new WeakMap<PackManifest, Map<string, unknown>>();

/**
 * The pack's entry for a plugin, as the plugin's schema reads it, frozen; undefined where it has none. Read once.
 * @throws PACK_INVALID when it does not fit the schema
 */
export function headEntry(owner: HeadOwner, pack: PackManifest): unknown {
  const known = entries.get(pack) ?? new Map<string, unknown>();
  entries.set(pack, known);
  if (!known.has(owner.name)) known.set(owner.name, read(owner, pack));
  return known.get(owner.name);
}

/** @throws PLUGIN_UNAVAILABLE when the pack does not list the graph */
function checkListed(manifest: PackManifest, graph: string): void {
  if (manifest.files.some(({ path }) => path === graph)) return;
  throw new DenseqlError('PLUGIN_UNAVAILABLE', `The pack ${manifest.name} has no file ${graph}.`, { pack: manifest.name });
}

const declared = (graphs: Readonly<Record<string, GraphContract>>, graph: string, origin: GraphOrigin): GraphContract => {
  const contract = Object.hasOwn(graphs, graph) ? graphs[graph] : undefined;
  if (contract) return contract;
  throw headFailure(
    origin,
    "is not declared: what a plugin runs stands in its manifest's `head`, with its inputs, outputs and their shapes",
  );
};

/**
 * A graph of a plugin's head: a file of the pack, or of the plugin's own folder.
 * @throws PLUGIN_UNAVAILABLE where the pack lacks it, or is none that the head was trained for; PLUGIN_FAILED for a graph that is not declared, or a file that
 *   was changed; PACK_INVALID
 */
export async function headGraph(owner: HeadOwner, pack: PackManifest, graph: string): Promise<HeadGraph> {
  const origin = { plugin: owner.name, graph, pack: pack.name };
  if (isOwnHead(owner.head)) {
    const { graphs } = checkBroughtFor(owner.head, owner.name, pack);
    const contract = declared(graphs, graph, origin);
    return { contract, origin, run: { graph: `plugin:${owner.name}/${graph}`, file: await assetFile(owner, graph) } };
  }
  checkListed(pack, graph);
  const entry = headEntry(owner, pack);
  const graphs: Readonly<Record<string, GraphContract>> = entry === undefined ? {} : (owner.head?.graphs(entry) ?? {});
  return { contract: declared(graphs, graph, origin), origin, run: { graph } };
}

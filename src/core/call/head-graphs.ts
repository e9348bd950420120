import { z } from 'zod';
import { DenseqlError } from '../errors.js';
import type { PackManifest } from '../packs/manifest.js';
import { headFailure } from './check-tensors.js';
import type { GraphContract, HeadContract } from './head-contract.js';
import { deepFreeze } from './own.js';

/** The plugin whose head it is. */
export interface HeadOwner {
  readonly name: string;
  // Whatever its entry is.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly head?: HeadContract<any>;
}

type PackOfHead = Pick<PackManifest, 'name' | 'heads'>;

function read({ name, head: contract }: HeadOwner, pack: PackOfHead): unknown {
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

/**
 * What the plugin declares of one graph of its head.
 * @throws PLUGIN_FAILED for a graph that it does not declare; PACK_INVALID
 */
export function graphContract(owner: HeadOwner, pack: PackManifest, graph: string): GraphContract {
  const entry = headEntry(owner, pack);
  const graphs: Readonly<Record<string, GraphContract>> = entry === undefined ? {} : (owner.head?.graphs(entry) ?? {});
  const contract = Object.hasOwn(graphs, graph) ? graphs[graph] : undefined;
  if (contract) return contract;
  throw headFailure(
    { plugin: owner.name, graph, pack: pack.name },
    "is not declared: what a plugin runs stands in its manifest's `head`, with its inputs, outputs and their shapes",
  );
}

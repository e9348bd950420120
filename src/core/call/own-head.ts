import semver from 'semver';
import { DenseqlError } from '../errors.js';
import type { PackManifest } from '../packs/manifest.js';
import type { GraphContract } from './head-contract.js';

/** What a plugin brings for one pack: a head is trained on a pack's numbers, and those of another mean nothing to it. */
export interface OwnHeadPack {
  /** The pack's revision, or a semver range of its version, which is the revision without the hash at its end: `0.3.x`. */
  readonly revision: string;
  /** Every graph that runs on this pack: an asset of the plugin, by its path, with what it is fed and what it gives. */
  readonly graphs: Readonly<Record<string, GraphContract>>;
}

/** A head that lies in the plugin's own folder, as one or several ONNX files among its `assets`. */
export interface OwnHead {
  /** By the name of each pack that it was trained for. */
  readonly packs: Readonly<Record<string, OwnHeadPack>>;
}

/**
 * Declares a head of the plugin's own. Its graphs run in the encoder's process by `compute.head`, as those of packs do.
 *
 * @example
 * head: defineOwnHead({ packs: { pocket: { revision: '0.3.x', graphs: {
 *   'head.onnx': { inputs: { features: ['patches', 384] }, outputs: { logits: ['patches', 3] } },
 * } } } }),
 * @returns the same, frozen
 */
export const defineOwnHead = (head: OwnHead): OwnHead => Object.freeze({ ...head });

/** Whether it is a head of the plugin's own, and none of packs. */
export const isOwnHead = (head: object | undefined): head is OwnHead => head !== undefined && 'packs' in head;

type Revised = Pick<PackManifest, 'name' | 'revision'>;

/** A revision without the hash of the files that packs have at its end, as a version of three numbers; null: it is none. */
function versionOf(revision: string): string | null {
  const version = revision.replace(/-[0-9a-f]{12}$/, '');
  return semver.valid(version) ?? (/^\d+(\.\d+)?$/.test(version) ? (semver.coerce(version)?.version ?? null) : null);
}

/** What the plugin brings for this pack; undefined: it was not trained for it. */
export function broughtFor({ packs }: OwnHead, { name, revision }: Revised): OwnHeadPack | undefined {
  const own = Object.hasOwn(packs, name) ? packs[name] : undefined;
  if (own === undefined) return undefined;
  const version = versionOf(revision);
  const inRange = version !== null && semver.validRange(own.revision) !== null && semver.satisfies(version, own.revision);
  return own.revision === revision || inRange ? own : undefined;
}

/** The packs that a head was trained for, for people: `the pack pocket of revision 0.3.x`. */
export const wantedPacks = ({ packs }: OwnHead): string =>
  Object.entries(packs)
    .map(([name, { revision }]) => `the pack ${name} of revision ${revision}`)
    .join(' or ');

/** @throws PLUGIN_UNAVAILABLE naming the packs that the head was trained for */
export function checkBroughtFor(head: OwnHead, plugin: string, pack: Revised): OwnHeadPack {
  const own = broughtFor(head, pack);
  if (own) return own;
  throw new DenseqlError(
    'PLUGIN_UNAVAILABLE',
    `The head of the plugin "${plugin}" was trained for ${wantedPacks(head)}, and this is ${pack.name} of revision ${pack.revision}.`,
    { plugin, pack: pack.name },
  );
}

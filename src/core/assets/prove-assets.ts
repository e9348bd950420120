import { realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DenseqlError } from '../errors.js';
import { sha256OfFile } from '../packs/verify-pack.js';
import type { AssetOwner } from './asset-owner.js';

/** Bytes of one file: what is larger belongs into a pack, which is fetched and proven apart from the code. */
export const MOST_ASSET_BYTES = 256 * 1024 * 1024;

/** A file as it was when its hash was proven. */
interface Proven {
  readonly path: string;
  /** Size, file and time of its last change. */
  readonly mark: string;
}

const proven = new WeakMap<AssetOwner, ReadonlyMap<string, Proven>>();

const markOf = async (path: string): Promise<string | null> => {
  const found = await stat(path, { bigint: true }).catch(() => null);
  return found?.isFile() ? [found.dev, found.ino, found.size, found.mtimeNs].join() : null;
};

async function proveAsset({ name }: AssetOwner, folder: string, asset: string, sha256: string): Promise<Proven> {
  const fault = (problem: string): Error => new Error(`Plugin "${name}": its asset ${asset} ${problem}`);
  const path = await realpath(join(folder, asset)).catch(() => null);
  if (path === null) throw fault('is not there, in the folder that its manifest names. Put it there, or take it out of `assets`.');
  if (!path.startsWith(folder + sep))
    throw fault('lies outside of its folder, where a link leads to. Put the file itself into the folder.');
  const found = await stat(path);
  if (!found.isFile()) throw fault('is no file. Name each file of a folder.');
  if (found.size > MOST_ASSET_BYTES)
    throw fault(
      `has ${found.size} bytes, ${MOST_ASSET_BYTES} allowed. Make a pack of what is so large, or load it from elsewhere in \`setup\`.`,
    );
  const mark = await markOf(path);
  const hash = await sha256OfFile(path).catch(() => null);
  if (hash === null || mark === null) throw fault('cannot be read. Change its permissions (chmod).');
  if (hash !== sha256)
    throw fault(`has the SHA-256 ${hash}, and its manifest says ${sha256}. Put the right file there, or the right hash into \`assets\`.`);
  return { path, mark };
}

/**
 * Proves all files of a plugin against their hashes.
 * @throws Error with one sentence that names plugin, file and way out
 */
export async function proveAssets(owner: AssetOwner): Promise<void> {
  const { name, folder, assets = {} } = owner;
  const entries = Object.entries(assets);
  if (entries.length > 0 && folder === undefined)
    throw new Error(`Plugin "${name}" has \`assets\` and does not say where: add \`folder: new URL('.', import.meta.url)\`.`);
  if (folder === undefined) return;
  const real = await realpath(fileURLToPath(folder)).catch(() => null);
  if (real === null) throw new Error(`Plugin "${name}": its \`folder\` is not there. Write \`folder: new URL('.', import.meta.url)\`.`);
  const found = new Map<string, Proven>();
  for (const [asset, sha256] of entries) found.set(asset, await proveAsset(owner, real, asset, sha256.toLowerCase()));
  proven.set(owner, found);
}

/**
 * Path of an asset that was proven at the start and is as it was.
 * @throws PLUGIN_FAILED where it was changed since, or is none
 */
export async function assetFile(owner: AssetOwner, asset: string): Promise<string> {
  const known = proven.get(owner)?.get(asset);
  const failed = (problem: string): DenseqlError =>
    new DenseqlError('PLUGIN_FAILED', `Plugin "${owner.name}": its file ${asset} ${problem}`, { plugin: owner.name });
  if (known === undefined) throw failed('is not among its `assets`. Name it there, with its hash.');
  if ((await markOf(known.path)) !== known.mark)
    throw failed('was changed while the server runs, and is not the one whose hash was proven. Start the server again.');
  return known.path;
}

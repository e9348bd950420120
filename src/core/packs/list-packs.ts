import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { exists } from '../exists.js';
import { modelFolders, readPack } from './load-pack.js';
import type { PackManifest } from './manifest.js';
import { wrongSize } from './wrong-size.js';

export interface PackListing {
  readonly name: string;
  /** Null where pack.json cannot be read. */
  readonly revision: string | null;
  /** Sum of the listed files. */
  readonly bytes: number;
  readonly licences: PackManifest['licences'];
  readonly folder: string;
  readonly precision: PackManifest['precision'];
  /** What linear layers and attention of its blocks are computed in. */
  readonly compute: NonNullable<PackManifest['compute']> | 'fp32';
  /** The repository and commit that it was pulled from; null for packs made otherwise. */
  readonly source: NonNullable<PackManifest['source']> | null;
  /** What is wrong, one line each; sizes are compared, hashes are not (see verifyPack). */
  readonly problems: readonly string[];
}

async function listing(folder: string): Promise<PackListing> {
  try {
    const { manifest } = await readPack(folder);
    const problems: string[] = [];
    for (const { path, bytes } of manifest.files) {
      const size = await stat(join(folder, path)).then(
        (found) => found.size,
        () => null,
      );
      if (size === null) problems.push(`${path} is missing`);
      else if (size !== bytes) problems.push(`${path} ${await wrongSize(join(folder, path), size, bytes)}`);
    }
    const bytes = manifest.files.reduce((sum, file) => sum + file.bytes, 0);
    const { name, revision, licences, precision, compute = 'fp32', source = null } = manifest;
    return { name, revision, bytes, licences, folder, precision, compute, source, problems };
  } catch (error) {
    const problems = [(error as Error).message];
    return {
      name: basename(folder),
      revision: null,
      bytes: 0,
      licences: [],
      folder,
      precision: 'fp32',
      compute: 'fp32',
      source: null,
      problems,
    };
  }
}

/** Every pack in MODELS_DIR (or where pull and compile put packs) the project's models/ and installed packages, by name; broken ones are listed with what is wrong. */
export async function listPacks(modelsDir = ''): Promise<readonly PackListing[]> {
  const found = new Map<string, PackListing>();
  for (const root of modelFolders(modelsDir)) {
    const entries = await readdir(root, { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      // A name that begins with a dot is a pack that is being made. npm links packages of a workspace.
      if (!(entry.isDirectory() || entry.isSymbolicLink()) || entry.name.startsWith('.') || found.has(entry.name)) continue;
      const folder = join(root, entry.name);
      if (await exists(join(folder, 'pack.json'))) found.set(entry.name, await listing(folder));
    }
  }
  return [...found.values()].sort((a, b) => a.name.localeCompare(b.name));
}

import { access } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DenseqlError } from '../errors.js';
import { invalidPack } from './invalid-pack.js';
import { PackManifest } from './manifest.js';
import { readJson } from './read-json.js';

export interface Pack {
  /** Absolute path of the pack's folder. */
  readonly folder: string;
  readonly manifest: PackManifest;
}

const exists = (file: string): Promise<boolean> =>
  access(file).then(
    () => true,
    () => false,
  );

/** The project's own models/, from the sources as well as from a build folder below the project. */
async function projectModels(): Promise<string | null> {
  for (let folder = dirname(fileURLToPath(import.meta.url)); folder !== dirname(folder); folder = dirname(folder))
    if ((await exists(join(folder, 'package.json'))) && basename(folder) !== 'dist') return join(folder, 'models');
  return null;
}

/** Folders that hold packs, the first one wins: MODELS_DIR where set, then the project's models/. */
export async function modelFolders(modelsDir: string): Promise<readonly string[]> {
  const own = await projectModels();
  return [...(modelsDir === '' ? [] : [resolve(modelsDir)]), ...(own === null ? [] : [own])];
}

/** Reads pack.json of one folder. @throws PACK_INVALID naming the file and the problem */
export async function readPack(folder: string): Promise<Pack> {
  const file = join(resolve(folder), 'pack.json');
  const manifest = await readJson(file, PackManifest);
  const listed = new Set(manifest.files.map((entry) => entry.path));
  const named = [manifest.image.graph, manifest.text.graph, manifest.text.tokenizer, manifest.golden];
  for (const path of named) if (!listed.has(path)) throw invalidPack(file, `${path} is used but not listed under files`);
  return { folder: resolve(folder), manifest };
}

/**
 * Finds a pack: the path of its folder (anything with a separator in it), or its name in MODELS_DIR, then in the project's models/.
 * Reads and checks pack.json only; see verifyPack for the files.
 * @throws PACK_INVALID naming the file, or the places that were searched
 */
export async function loadPack(nameOrPath: string, modelsDir = ''): Promise<Pack> {
  if (nameOrPath.includes(sep) || nameOrPath.includes('/')) return readPack(nameOrPath);
  const folders = await modelFolders(modelsDir);
  for (const folder of folders) {
    const candidate = join(folder, nameOrPath);
    if (await exists(join(candidate, 'pack.json'))) return readPack(candidate);
  }
  throw new DenseqlError(
    'PACK_INVALID',
    `No pack is called ${nameOrPath}; searched ${folders.join(' and ')}. Name a folder there that has a pack.json, or give the path of one.`,
    { pack: nameOrPath },
  );
}

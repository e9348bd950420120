import { readdir } from 'node:fs/promises';
import { basename, join, resolve, sep } from 'node:path';
import { DEFAULT_PACK, HOW_TO_GET_IT } from '../default-pack.js';
import { nearest } from '../did-you-mean.js';
import { DenseqlError } from '../errors.js';
import { exists } from '../exists.js';
import { projectRoot } from '../project-root.js';
import { findInCatalog, readCatalog } from './catalog.js';
import { installedPacks } from './installed-packs.js';
import { invalidPackFile } from './invalid-pack-file.js';
import { PackManifest } from './manifest.js';
import { packsFolder } from './packs-folder.js';
import { readJson } from './read-json.js';

export interface Pack {
  /** Absolute path of the pack's folder. */
  readonly folder: string;
  readonly manifest: PackManifest;
}

/** The project's own models/, which no command changes. */
export const projectModels = (): string => join(projectRoot(), 'models');

/** Folders that hold packs, the first one wins: MODELS_DIR (or where pull and compile put packs), the project's models/, then installed packages. */
export const modelFolders = (modelsDir: string): readonly string[] => [packsFolder(modelsDir), projectModels(), ...installedPacks()];

/** Reads pack.json of one folder. @throws PACK_INVALID naming the file and the problem */
export async function readPack(folder: string): Promise<Pack> {
  const place = resolve(folder);
  const invalid = (problem: string, cause?: unknown): DenseqlError =>
    invalidPackFile({ folder: place, pack: basename(place), path: 'pack.json' }, problem, cause);
  const manifest = await readJson(join(place, 'pack.json'), PackManifest, invalid);
  const listed = new Set(manifest.files.map((entry) => entry.path));
  const { tail, masked } = manifest.image;
  const { inputsEmbeds, words } = manifest.text;
  const more = [tail?.graph, masked?.graph, inputsEmbeds?.graph, inputsEmbeds?.tokens, words].filter((path) => path !== undefined);
  const named = [manifest.image.graph, ...more, manifest.text.graph, manifest.text.tokenizer, manifest.golden];
  for (const path of named) if (!listed.has(path)) throw invalid(`${path} is used but not listed under files`);
  return { folder: place, manifest };
}

const REPOSITORY = /^[A-Za-z0-9_][\w.-]*\/[A-Za-z0-9_][\w.-]*$/;

/** Packs in these folders that were compiled from a repository of the hub. Names are compared as the hub does, without case. */
async function pulledFrom(repository: string, folders: readonly string[]): Promise<readonly Pack[]> {
  const found = new Map<string, Pack>();
  for (const root of folders)
    for (const entry of await readdir(root, { withFileTypes: true }).catch(() => [])) {
      if (entry.name.startsWith('.') || found.has(entry.name)) continue;
      // A damaged neighbour is no reason not to find this one.
      const pack = await readPack(join(root, entry.name)).catch(() => null);
      if (pack?.manifest.source?.repository.toLowerCase() === repository.toLowerCase()) found.set(entry.name, pack);
    }
  return [...found.values()];
}

/** A path with a pack.json, else a repository whose pack was pulled. */
async function loadByPath(nameOrPath: string, folders: readonly string[]): Promise<Pack> {
  if (!REPOSITORY.test(nameOrPath) || (await exists(join(nameOrPath, 'pack.json')))) return readPack(nameOrPath);
  let packs = await pulledFrom(nameOrPath, folders);
  // The same weights may have been pulled from another repository, where they are in a form that can be read.
  if (packs.length === 0) {
    const known = await findInCatalog(nameOrPath).catch(() => null);
    for (const other of known === null ? [] : [known.repository, ...known.sameWeights])
      packs = [...packs, ...(await pulledFrom(other, folders))];
  }
  if (packs.length === 1) return packs[0]!;
  const names = packs.map((pack) => basename(pack.folder)).join(', ');
  throw new DenseqlError(
    'PACK_INVALID',
    packs.length === 0
      ? `${nameOrPath} is no folder with a pack.json, and no pack of this repository is in ${folders.join(' or ')}. Run \`denseql models pull ${nameOrPath}\`, then use the name that it prints.`
      : `Several packs come from ${nameOrPath}: ${names}. Name one of them.`,
    { pack: nameOrPath },
  );
}

/** The only pack of this name, however its letters are written. */
async function inAnotherCase(name: string, folders: readonly string[]): Promise<string | null> {
  const found: string[] = [];
  for (const folder of folders)
    for (const entry of await readdir(folder).catch(() => []))
      if (entry.toLowerCase() === name.toLowerCase() && (await exists(join(folder, entry, 'pack.json')))) found.push(join(folder, entry));
  return found.length === 1 ? found[0]! : null;
}

/** What may have been meant by a name that no pack has. */
async function wayOut(name: string, folders: readonly string[]): Promise<string> {
  if (name === DEFAULT_PACK) return HOW_TO_GET_IT;
  const entries = await Promise.all(folders.map((folder) => readdir(folder, { withFileTypes: true }).catch(() => [])));
  const packs = entries.flat().flatMap((entry) => (entry.isDirectory() && !entry.name.startsWith('.') ? [entry.name] : []));
  const near = nearest(name, packs);
  if (near !== null) return `Did you mean ${near}?`;
  const known = await readCatalog().catch(() => null);
  const inCatalog = nearest(name, known?.entries.map((entry) => entry.name) ?? []);
  if (inCatalog === name) return `The catalog has it: \`denseql models pull ${name}\` fetches it.`;
  if (inCatalog !== null) return `Did you mean ${inCatalog}, which \`denseql models pull ${inCatalog}\` fetches?`;
  return 'Name a folder there that has a pack.json, or give the path of one.';
}

/**
 * Finds a pack: the path of its folder (anything with a separator in it), the repository that it was pulled from (`org/name`), or its
 * name, in any case where it is the only one, in MODELS_DIR or where pull puts packs, in the project's models/, then among installed packages. Reads and checks pack.json only; see verifyPack for the files.
 * @throws PACK_INVALID naming the file, or the places that were searched
 */
export async function loadPack(nameOrPath: string, modelsDir = ''): Promise<Pack> {
  const folders = modelFolders(modelsDir);
  if (nameOrPath.includes(sep) || nameOrPath.includes('/')) return loadByPath(nameOrPath, folders);
  for (const folder of folders) {
    const candidate = join(folder, nameOrPath);
    if (await exists(join(candidate, 'pack.json'))) return readPack(candidate);
  }
  const other = await inAnotherCase(nameOrPath, folders);
  if (other !== null) return readPack(other);
  throw new DenseqlError(
    'PACK_INVALID',
    `No pack is called ${nameOrPath}; searched ${folders.join(' and ')}. ${await wayOut(nameOrPath, folders)}`,
    { pack: nameOrPath },
  );
}

/** As {@link loadPack}; null where the pack that nobody needs to name is in none of the folders: a server without weights answers what needs none. */
export const loadPackUnlessAbsent = (name: string, modelsDir = ''): Promise<Pack | null> =>
  loadPack(name, modelsDir).catch((error: unknown) => {
    // Of a damaged one, the details name a file.
    if (name === DEFAULT_PACK && DenseqlError.is(error) && error.details['file'] === undefined) return null;
    throw error;
  });

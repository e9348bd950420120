import { lstat, realpath, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';
import { badInput } from '../../errors.js';
import { makeCompilingFolder } from './compiling-folder.js';
import { bytesOf } from '../disk-use.js';
import { loadPack, projectModels } from '../load-pack.js';
import { packsFolder } from '../packs-folder.js';

export interface Removable {
  readonly name: string;
  readonly folder: string;
  readonly bytes: number;
}

const real = (path: string): Promise<string> => realpath(path).catch(() => path);

/** The folder that a name or a repository stands for, damaged packs included. @throws PACK_INVALID when there is none */
async function folderOf(nameOrRepository: string, modelsDir: string): Promise<string> {
  if (/^[\w.-]+\/[\w.-]+$/.test(nameOrRepository)) return (await loadPack(nameOrRepository, modelsDir)).folder;
  if (!/^[a-z0-9][a-z0-9._-]*$/i.test(nameOrRepository))
    throw badInput('name', `"${nameOrRepository}" is no name of a pack. \`denseql models list\` names them.`);
  const own = join(packsFolder(modelsDir), nameOrRepository);
  if ((await lstat(own).catch(() => null)) !== null) return own;
  return (await loadPack(nameOrRepository, modelsDir)).folder;
}

/**
 * Finds the pack that `remove` would delete.
 * @throws BAD_INPUT for a pack of the project itself, a link, or a folder that is no pack; PACK_INVALID when there is none
 */
export async function findRemovable(nameOrRepository: string, modelsDir: string): Promise<Removable> {
  const folder = await folderOf(nameOrRepository, modelsDir);
  const name = basename(folder);
  if ((await lstat(folder)).isSymbolicLink()) throw badInput('name', `${folder} is a link to another folder. Remove the link yourself.`);
  const project = await real(projectModels());
  const found = await real(folder);
  if (found === project || found.startsWith(project + sep))
    throw badInput('name', `${name} belongs to DenseQL itself (${folder}) and is not removed.`);
  if ((await real(dirname(folder))) !== (await real(packsFolder(modelsDir))))
    throw badInput('name', `${folder} is not in ${packsFolder(modelsDir)}; only packs there are removed.`);
  const manifest = await stat(join(folder, 'pack.json')).catch(() => null);
  if (manifest === null) throw badInput('name', `${folder} has no pack.json: it is no pack.`);
  return { name, folder, bytes: await bytesOf(folder) };
}

/** Deletes a pack's folder: out of sight in one step, then file by file; links in it go, not what they show. */
export async function removePack({ folder }: Removable): Promise<void> {
  const aside = await makeCompilingFolder(folder);
  await rename(folder, join(aside, 'removed'));
  await rm(aside, { recursive: true, force: true });
}

import { realpath } from 'node:fs/promises';
import { dirname } from 'node:path';
import { projectRoot } from '../../project-root.js';
import { runtimeFolder } from './runtime-folder.js';
import { runtimeWords } from './runtime-words.js';

/** A text of this machine as clients may read it. */
export type Shown = (text: string) => string;

/** Puts names in the place of folders, the longest first: one may lie inside another. */
export function namedFolders(folders: readonly (readonly [folder: string, name: string])[]): Shown {
  const known = folders.filter(([folder]) => dirname(folder) !== folder).sort(([one], [other]) => other.length - one.length);
  // A function, because in a replacement text "$&" would be an instruction.
  return (text) => known.reduce((shown, [folder, name]) => shown.replaceAll(folder, () => name), text);
}

/**
 * For what an encoder's process says. The runtime's words are worth passing on ("cuDNN is not found"), and full of paths: of the pack's files, of its
 * own libraries, of the core's kernels, of the sources that it was built from.
 */
export async function packWords(packFolder: string, pack: string): Promise<Shown> {
  // External data is named by where links lead.
  const real = await realpath(packFolder).catch(() => packFolder);
  const named = namedFolders([
    [packFolder, pack],
    [real, pack],
    [runtimeFolder(), 'onnxruntime-node'],
    [projectRoot(), 'denseql'],
  ]);
  return (text) => runtimeWords(named(text));
}

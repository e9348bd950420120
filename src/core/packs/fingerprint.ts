import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { PackManifest } from './manifest.js';

/** How a pack lies on disk, without reading its files: tells cheaply whether anything was changed or replaced. */
export interface Fingerprint {
  /** The folder itself: another one after a rename. Empty where it is gone. */
  readonly folder: string;
  /** pack.json and every file that it lists: which it is, its size and when it was written. */
  readonly files: string;
}

const markOf = async (path: string): Promise<string> => {
  // Nanoseconds: two writes within a millisecond are two.
  const found = await stat(path, { bigint: true }).catch(() => null);
  return found === null ? '' : `${found.dev}:${found.ino}:${found.size}:${found.mtimeNs}`;
};

/** @returns marks of a folder and of the files that the manifest lists */
export async function fingerprint(folder: string, { files }: Pick<PackManifest, 'files'>): Promise<Fingerprint> {
  const self = await stat(folder, { bigint: true }).catch(() => null);
  const marks = await Promise.all(['pack.json', ...files.map(({ path }) => path)].map((path) => markOf(join(folder, path))));
  return { folder: self === null ? '' : `${self.dev}:${self.ino}`, files: marks.join('|') };
}

export const sameFingerprint = (a: Fingerprint, b: Fingerprint): boolean => a.folder === b.folder && a.files === b.files;

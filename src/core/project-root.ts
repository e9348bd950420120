import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

let found: string | undefined;

/**
 * The folder that holds schema/, samples/ and models/: the nearest one above this module whose package.json is denseql's.
 * Source files lie in src/, compiled ones in dist/src/, so no fixed number of `..` fits both.
 */
export function projectRoot(): string {
  found ??= search(dirname(fileURLToPath(import.meta.url)));
  return found;
}

/** DenseQL's own version. */
export const projectVersion = (): string =>
  (JSON.parse(readFileSync(join(projectRoot(), 'package.json'), 'utf8')) as { version: string }).version;

function search(folder: string): string {
  const file = join(folder, 'package.json');
  if (existsSync(file) && (JSON.parse(readFileSync(file, 'utf8')) as { name?: unknown }).name === 'denseql') return folder;
  const parent = dirname(folder);
  if (parent === folder) throw new Error('No package.json of denseql above this module: the installation is incomplete.');
  return search(parent);
}

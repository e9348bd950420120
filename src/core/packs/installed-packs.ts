import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { projectRoot } from '../project-root.js';

/** Packages of packs are named `@denseql/<pack>`: where npm puts them is one more folder of packs. */
const SCOPE = join('node_modules', '@denseql');

/** Where Node looks for packages from a folder: beside it, and beside each folder above it. */
function lookedUpFrom(folder: string): string[] {
  const above = dirname(folder);
  return [join(folder, SCOPE), ...(above === folder ? [] : lookedUpFrom(above))];
}

/**
 * Folders of packs that came as packages, as Node finds packages: seen from the folder that the process runs in, then from the server's own.
 * @returns those that are there, each once
 */
export function installedPacks(folders: readonly string[] = [process.cwd(), projectRoot()]): readonly string[] {
  const there = folders.flatMap(lookedUpFrom).filter((folder) => existsSync(folder));
  return [...new Map(there.map((folder) => [realpathSync(folder), folder])).values()];
}

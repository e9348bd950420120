import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * Where pulled and compiled packs go, and where a pack's name is looked up first: MODELS_DIR where set, else `denseql/packs` below
 * XDG_CACHE_HOME or ~/.cache. It need not exist.
 */
export const packsFolder = (modelsDir: string, environment: Readonly<Record<string, string | undefined>> = process.env): string => {
  if (modelsDir !== '') return resolve(modelsDir);
  const caches = environment['XDG_CACHE_HOME'];
  return join(caches === undefined || caches === '' ? join(homedir(), '.cache') : resolve(caches), 'denseql', 'packs');
};

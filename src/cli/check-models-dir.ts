import { statSync } from 'node:fs';
import { wrongUse } from './wrong-use.js';

/**
 * A folder of packs that somebody named must be there: where it is mistyped or not mounted, its packs would be missing without a word.
 * @param modelsDir the setting MODELS_DIR; empty: the usual folder, which is made when it is needed
 * @param made whether the command makes it where it is not there
 * @throws WrongUse
 */
export function checkModelsDir(modelsDir: string, made: boolean): void {
  if (modelsDir === '') return;
  const found = statSync(modelsDir, { throwIfNoEntry: false });
  if (found === undefined && !made)
    throw wrongUse('DENSEQL_MODELS_DIR', `the folder ${modelsDir} is not there. Make it (mkdir -p ${modelsDir}), or name another.`);
  if (found?.isDirectory() === false)
    throw wrongUse('DENSEQL_MODELS_DIR', `${modelsDir} is a file, and a folder of packs is needed there. Name another.`);
}

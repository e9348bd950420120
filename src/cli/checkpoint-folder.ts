import { statSync } from 'node:fs';
import { wrongUse } from './wrong-use.js';

const WHAT = 'A checkpoint is a folder with config.json, model.safetensors and the files of a tokenizer.';

/** Looks at what shall be compiled before any work. @throws WrongUse where it is not there, or a file */
export function checkCheckpointFolder(folder: string): void {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found === undefined) throw wrongUse('folder', `${folder} is not there. Check the path. ${WHAT}`);
  if (!found.isDirectory()) throw wrongUse('folder', `${folder} is a file. ${WHAT} Name that one.`);
}

/** Looks for the file or the folder that shall be converted. @throws WrongUse where it is not there */
export function checkCheckpointThere(path: string): void {
  if (statSync(path, { throwIfNoEntry: false }) === undefined)
    throw wrongUse('checkpoint', `${path} is not there. Check the path: it is the file or the folder that was released.`);
}

import { constants } from 'node:fs';
import { access, mkdir, realpath, stat } from 'node:fs/promises';
import { dirname, extname, resolve } from 'node:path';
import { toldError } from './told-error.js';
import { wrongUse } from './wrong-use.js';

/**
 * Checks that a file can be written before hours of work are done for it: its folder is there and may be written, it is no folder itself.
 * @param option e.g. `--out`
 * @param extensions that are taken, with their dots; none: any
 * @param inputs files that are read, none of which may be written over
 * @throws WrongUse
 */
export async function checkOutFile(
  option: string,
  file: string,
  extensions: readonly string[],
  inputs: readonly string[] = [],
): Promise<void> {
  const there = await stat(file).catch(() => null);
  if (there?.isDirectory()) throw wrongUse(option, `${file} is a folder. Name a file in it.`);
  const extension = extname(file).toLowerCase();
  if (extensions.length > 0 && !extensions.includes(extension))
    throw wrongUse(option, `${file} would be written as ${extensions.join(' or ')}: end its name so.`);
  const folder = dirname(resolve(file));
  const place = await stat(folder).catch(() => null);
  if (place === null) throw wrongUse(option, `the folder ${folder} is not there. Make it (mkdir -p ${folder}), or name another.`);
  if (!place.isDirectory()) throw wrongUse(option, `${folder} is a file, and a folder is needed there. Name another.`);
  await access(there === null ? folder : file, constants.W_OK).catch((error: unknown) => {
    throw wrongUse(option, toldError(error).message);
  });
  await checkNotRead(option, [file], inputs);
}

/** Makes a folder for files that will be written. @throws WrongUse where that cannot be */
export async function makeOutFolder(option: string, folder: string): Promise<void> {
  if ((await stat(folder).catch(() => null))?.isDirectory() === false)
    throw wrongUse(option, `${folder} is a file, and a folder is needed there. Name another.`);
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
  } catch (error) {
    throw wrongUse(option, `${folder} cannot be made or written. ${toldError(error).message}`);
  }
}

/** @throws WrongUse when a file that would be written is one that is read */
export async function checkNotRead(option: string, outputs: readonly string[], inputs: readonly string[]): Promise<void> {
  const real = (path: string): Promise<string> => realpath(path).catch(() => resolve(path));
  const read = new Set(await Promise.all(inputs.map(real)));
  for (const output of outputs)
    if (read.has(await real(output)))
      throw wrongUse(option, `${output} is a picture that is read here, and would be written over. Name another.`);
}

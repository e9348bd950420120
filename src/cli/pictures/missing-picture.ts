import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { nearest } from '../../core/did-you-mean.js';
import { wrongUse, type WrongUse } from '../wrong-use.js';

/** Says that a file is not there, and which one near it may have been meant. */
export async function missingPicture(path: string): Promise<WrongUse> {
  const folder = dirname(path);
  const neighbours = await readdir(folder).catch(() => null);
  if (neighbours === null) return wrongUse('picture', `${path} is not there, and neither is its folder ${folder}. Check the path.`);
  const near = nearest(basename(path), neighbours);
  const meant = near === null ? 'Check the path.' : `Did you mean ${join(folder, near)}?`;
  return wrongUse('picture', `${path} is not there. ${meant}`);
}

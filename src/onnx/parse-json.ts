import { CheckpointError } from './checkpoint-error.js';
import { isLfsPointer, LFS_PROBLEM } from './git-lfs.js';

/** The value of a JSON file of a checkpoint. @param name how errors call it @throws CheckpointError */
export function parseJson(name: string, text: string): unknown {
  if (isLfsPointer(text)) throw new CheckpointError(name, LFS_PROBLEM);
  try {
    // Editors of Windows put a mark of the byte order first, which is none of JSON.
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    throw new CheckpointError(name, text.trim() === '' ? 'is empty' : 'is not JSON', { cause: error });
  }
}

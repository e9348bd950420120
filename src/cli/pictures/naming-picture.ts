import { DenseqlError, type ErrorCode } from '../../core/errors.js';
import { STDIN } from './find-pictures.js';

/** What is wrong with a picture itself. */
const OF_PICTURES: ReadonlySet<ErrorCode> = new Set(['BAD_IMAGE', 'UNSUPPORTED_FORMAT', 'IMAGE_TOO_LARGE']);

/** Does something with a single picture. Of many, the list of those that failed names them. @throws what is wrong with it, its file named */
export async function namingPicture<Value>(path: string, work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (!DenseqlError.is(error) || !OF_PICTURES.has(error.code)) throw error;
    const name = path === STDIN ? 'standard input' : path;
    throw new DenseqlError(error.code, `${name}: ${error.message}`, error.details, { cause: error });
  }
}

import { DenseqlError } from '../errors.js';

/** PACK_INVALID that names the file and what is wrong with it. */
export const invalidPack = (file: string, problem: string, options?: ErrorOptions): DenseqlError =>
  new DenseqlError('PACK_INVALID', `${file}: ${problem}`, { file }, options);

import { DenseqlError } from '../errors.js';
import { isNobodys } from './asked-by.js';

/**
 * An error of a picture that the client has written at a field, which it names: of several pictures nobody knows which else.
 * @param field e.g. `by.memory.normal[3]`
 * @returns errors that are nobody's mistake as they are
 */
export function ofField(error: unknown, field: string): unknown {
  if (!DenseqlError.is(error) || isNobodys(error)) return error;
  return new DenseqlError(error.code, `${field}: ${error.message}`, { ...error.details, field }, { cause: error });
}

import { DenseqlError } from '../errors.js';

/** A picture that is whole, but of a kind that is not read here. `why` is one or more sentences: what it has, and what would help. */
export const unsupported = (format: string, why: string): DenseqlError => new DenseqlError('UNSUPPORTED_FORMAT', why, { format });

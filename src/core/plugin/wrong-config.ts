import { DenseqlError } from '../errors.js';

const FIELD = 'denseql.config';

/** A mistake in `denseql.config.ts`: what the operator has written, not a failure of a plugin. */
export const wrongConfig = (message: string, cause?: unknown): DenseqlError =>
  new DenseqlError('BAD_INPUT', message, { field: FIELD }, { cause });

export const isWrongConfig = (error: unknown): error is DenseqlError => DenseqlError.is(error) && error.details['field'] === FIELD;

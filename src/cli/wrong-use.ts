import { badInput, DenseqlError } from '../core/errors.js';

/** The command line or a setting is wrong, so that nothing was begun: ends the command with 2. */
export class WrongUse extends DenseqlError {
  constructor(cause: DenseqlError) {
    super(cause.code, cause.message, cause.details, { cause });
  }
}

/** @param field as it was written: an option, an argument, a variable */
export const wrongUse = (field: string, message: string): WrongUse => new WrongUse(badInput(field, message));

/** Runs a check of what was written before any work: what it refuses is wrong use. */
export async function checkUse<Value>(check: () => Value | Promise<Value>): Promise<Value> {
  try {
    return await check();
  } catch (error) {
    throw DenseqlError.is(error) ? new WrongUse(error) : error;
  }
}

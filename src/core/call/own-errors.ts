import { DenseqlError } from '../errors.js';
import { heard } from '../heard.js';
import { copiedError } from './asked-by.js';

/** What becomes of an error that a function of this name fails with. */
export type Told = (error: unknown, name: string) => unknown;

/**
 * The same functions, whose failures are the caller's own: fields that wait for one pass are told of its failure by one error, and whoever wrote to it
 * would change what the others answer. An error cannot be frozen, loggers mark what they have seen. Costs one more error for each failure.
 * What they promise counts as heard: a caller that never comes to wait for it does not end the process.
 *
 * @param told says more of an error; absent: what it says is enough
 */
export function withOwnErrors<Functions extends object>(functions: Functions, told: Told = (error) => error): Functions {
  const own = Object.entries(functions).map(([name, run]: [string, (...asked: unknown[]) => unknown]) => {
    const ownError = (error: unknown): unknown => {
      const said = told(error, name);
      // A typed error of the caller's own; whatever else was thrown stays as it is.
      return said instanceof DenseqlError ? copiedError(said) : said;
    };
    const call = (...asked: unknown[]): unknown => {
      try {
        const value = run(...asked);
        return value instanceof Promise ? heard(value.catch((error: unknown) => Promise.reject(ownError(error) as Error))) : value;
      } catch (error) {
        throw ownError(error);
      }
    };
    return [name, call];
  });
  return Object.freeze(Object.fromEntries(own)) as Functions;
}

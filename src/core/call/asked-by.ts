import { DenseqlError, type ErrorCode } from '../errors.js';
import type { Link } from './chain.js';

/** Nobody's mistake, or one that says whose it is. */
const NOBODYS: ReadonlySet<ErrorCode> = new Set([
  'CANCELLED',
  'DEADLINE_EXCEEDED',
  'OVERLOADED',
  'STOPPING',
  'RATE_LIMITED',
  'ENCODER_UNAVAILABLE',
  'PACK_INVALID',
  'PLUGIN_FAILED',
]);

/** Whether an error says nothing of what was asked. */
export const isNobodys = ({ code }: DenseqlError): boolean => NOBODYS.has(code);

/** Errors that name who asked: on their way through further methods they keep to the one whose mistake it was. */
const named = new WeakSet<object>();

/** The same error, another object. */
export function copiedError(error: DenseqlError): DenseqlError {
  const copy = new DenseqlError(error.code, error.message, { ...error.details }, { cause: error.cause });
  if (named.has(error)) named.add(copy);
  return copy;
}

/**
 * An error of what a method asked for: the client never wrote it, so that it names the plugin, and no field.
 * @param what was asked, e.g. `count`, `look.encode`
 * @returns errors that are nobody's mistake, or somebody's already, as they are
 */
export function askedBy(error: unknown, what: string, { plugin, method }: Link): unknown {
  if (!DenseqlError.is(error) || named.has(error) || isNobodys(error)) return error;
  const { field: _unwritten, ...details } = error.details;
  const message = `${what}, asked by the plugin "${plugin}" (method ${method}): ${error.message}`;
  const told = new DenseqlError(error.code, message, { ...details, plugin, method }, { cause: error });
  named.add(told);
  return told;
}

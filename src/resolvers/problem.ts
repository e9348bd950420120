import { DenseqlError } from '../core/errors.js';
import type { ErrorCode } from '../core/errors.js';
import type { ResolverContext } from './context.js';

/** Why one picture of many could not be read. */
export class Problem {
  constructor(
    readonly index: number,
    readonly code: ErrorCode,
    readonly message: string,
  ) {}
}

/** Any error is the problem of its picture alone, the others stand. What no client may see is masked: the message has the request's id then. */
export function problemOf(error: unknown, index: number, { platform, operation }: ResolverContext): Problem {
  if (DenseqlError.is(error)) return new Problem(index, error.code, error.message);
  const { code, message } = platform.mask(error, operation);
  return new Problem(index, code, `${message} It is ${operation.id}.`);
}

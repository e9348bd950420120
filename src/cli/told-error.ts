import { DenseqlError, type ErrorCode } from '../core/errors.js';

export interface ToldError {
  readonly message: string;
  readonly code: ErrorCode;
}

/** What the system says of paths and addresses, and the way out. */
const SYSTEM: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder. Check how it is written, and from which folder it is looked up.',
  EACCES: 'this user may not do that. Change its permissions (chmod), or name another place.',
  EPERM: 'this user may not do that. Change its permissions (chmod), or name another place.',
  EISDIR: 'is a folder where a file is needed.',
  ENOTDIR: 'a part of this path is a file where a folder is needed.',
  EEXIST: 'is there already. Name another place.',
  ENAMETOOLONG: 'is too long for a name. Shorten it.',
  EROFS: 'cannot be written: its disk is read-only. Name another place.',
  ENOSPC: 'the disk is full. Free some space, or name another place.',
  EMFILE: 'too many files are open. Raise the limit (ulimit -n).',
};

/** An error as people and programs are told of it: one message, one code, no stack. */
export function toldError(error: unknown): ToldError {
  if (DenseqlError.is(error)) return { message: error.message, code: error.code };
  const { code = '', path } = error as NodeJS.ErrnoException;
  if (SYSTEM[code] !== undefined) return { message: `${path ?? code}: ${SYSTEM[code]}`, code: 'BAD_INPUT' };
  return { message: error instanceof Error ? error.message : String(error), code: 'INTERNAL_SERVER_ERROR' };
}

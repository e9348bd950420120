import { DenseqlError } from '../../errors.js';

/** The file, as messages name it: folders are the operator's. */
export const FILE = 'references.db';

const RESTORE = `Stop the server and put a copy of ${FILE} from before in its place in DENSEQL_SETS_DIR, or move it away: the server then begins an empty one, and sets must be made anew.`;

export const damaged = (what: string): DenseqlError =>
  new DenseqlError('STORE_FAILED', `The store of reference sets is damaged: ${what} ${RESTORE}`, { reason: 'damaged' });

/** Whether nothing of the file is believed any more. */
export const isDamage = (error: unknown): boolean =>
  DenseqlError.is(error) && error.code === 'STORE_FAILED' && error.details['reason'] === 'damaged';

/** What SQLite, or the library that runs it, refuses, as clients are told. */
export function failureOf(code: string, message: string): DenseqlError {
  if (/^SQLITE_(CORRUPT|NOTADB)/.test(code)) return damaged(`SQLite finds ${FILE} malformed.`);
  if (code === 'FOREIGN')
    return new DenseqlError('STORE_FAILED', `${FILE} in DENSEQL_SETS_DIR ${message} ${RESTORE}`, { reason: 'foreign' });
  if (code === 'SQLITE_FULL')
    return new DenseqlError(
      'STORE_FAILED',
      'The disk that reference sets are kept on is full: nothing of this was kept. Delete sets that are not needed, or give the disk more room.',
      { reason: 'full' },
    );
  if (/^SQLITE_(BUSY|LOCKED)/.test(code))
    return new DenseqlError('OVERLOADED', 'Another server is writing to the store of reference sets. Try again.', { retryAfterMs: 1000 });
  if (code === 'SQLITE_READONLY_DBMOVED')
    return new DenseqlError(
      'STORE_FAILED',
      `${FILE} in DENSEQL_SETS_DIR was moved, replaced or deleted while the server ran: nothing of this was kept. A restart of the server opens what is there now.`,
      { reason: 'moved' },
    );
  // Without a code of SQLite's: the library could not open the file.
  if (/^ConnectionFailed/.test(message)) return failureOf('SQLITE_CANTOPEN', '');
  if (/^SQLITE_(IOERR|CANTOPEN|READONLY|PERM|AUTH)/.test(code))
    return new DenseqlError(
      'STORE_FAILED',
      `${FILE} in DENSEQL_SETS_DIR cannot be read or written (${code}): its disk is full or failing, or the server's user may not read and write it. Nothing of this was kept. Set that right, and restart the server.`,
      { reason: 'unreadable' },
    );
  return new DenseqlError(
    'STORE_FAILED',
    'The store of reference sets has failed: the log of the server says why. Nothing of this was kept.',
    {
      reason: 'failed',
    },
  );
}

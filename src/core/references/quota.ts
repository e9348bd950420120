import { DenseqlError, limitExceeded } from '../errors.js';
import type { Row } from './database/protocol.js';

/** Bytes that may be kept: of all owners, and of one. */
export interface Quota {
  readonly SETS_BYTES: number;
  readonly CLIENT_SETS_BYTES: number;
}

/** Items of one set. */
export const MOST_ITEMS = 10_000;
/** Sets of one owner. */
export const MOST_SETS = 1_000;

/** Bytes that are kept, of all owners and of one. */
export const USED = 'select coalesce(sum(bytes), 0) as all_bytes, coalesce(sum(iif(owner = ?, bytes, 0)), 0) as own_bytes from passes';
/** More than a bound that is no setting. */
export const tooMany = (what: string, asked: number, allowed: number): DenseqlError =>
  new DenseqlError('LIMIT_EXCEEDED', `${what}: ${asked} asked, ${allowed} allowed. Delete what is not needed.`, {
    limit: what,
    asked,
    allowed,
  });

/** @param used what {@link USED} gives @param bytes that come to it @throws LIMIT_EXCEEDED */
export function refuseOver(used: Row, { SETS_BYTES, CLIENT_SETS_BYTES }: Quota, bytes: number): void {
  const own = (used['own_bytes'] as number) + bytes;
  const all = (used['all_bytes'] as number) + bytes;
  if (own > CLIENT_SETS_BYTES) throw limitExceeded('CLIENT_SETS_BYTES', own, CLIENT_SETS_BYTES, 'bytes of reference sets of one client');
  if (all > SETS_BYTES) throw limitExceeded('SETS_BYTES', all, SETS_BYTES, 'bytes of reference sets');
}

import { DenseqlError } from '../errors.js';
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

/** Of a total: to ask for less at once does not help. */
const noRoom = (limit: keyof Quota, whose: string, used: number, bytes: number, allowed: number): DenseqlError =>
  new DenseqlError(
    'LIMIT_EXCEEDED',
    `${limit}: ${used} bytes of reference sets${whose} are in use, and this needs ${bytes} more, ${allowed} allowed. Delete sets that are not needed (deleteReferenceSet), or raise DENSEQL_${limit}.`,
    { limit, asked: used + bytes, allowed },
  );

/** @param used what {@link USED} gives @param bytes that come to it @throws LIMIT_EXCEEDED */
export function refuseOver(used: Row, { SETS_BYTES, CLIENT_SETS_BYTES }: Quota, bytes: number): void {
  const [own, all] = [used['own_bytes'] as number, used['all_bytes'] as number];
  if (own + bytes > CLIENT_SETS_BYTES) throw noRoom('CLIENT_SETS_BYTES', ' of one client', own, bytes, CLIENT_SETS_BYTES);
  if (all + bytes > SETS_BYTES) throw noRoom('SETS_BYTES', '', all, bytes, SETS_BYTES);
}

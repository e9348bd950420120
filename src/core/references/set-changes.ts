import { randomUUID } from 'node:crypto';
import type { PassFeatures } from '../encoder/contract/encoder.js';
import { hashId } from '../hash-id.js';
import type { Run } from './database/database.js';
import type { Row } from './database/protocol.js';
import { bytesOfPass, digestOf, sizeOfPass } from './pass-bytes.js';
import { MOST_ITEMS, MOST_SETS, refuseOver, tooMany, USED, type Quota } from './quota.js';
import type { ReferenceSetInfo } from './reference-set.js';
import { COLUMNS, infoOf, noSuchSet, type KeptItem } from './rows.js';

// What is done to a set within one transaction: all of it, or nothing.

/** A pass was deleted since it was found. */
export const GONE = new Error('A pass is gone.');

/** A set that is made. */
export type NewSet = Pick<ReferenceSetInfo, 'name' | 'encoder' | 'packId' | 'detail'>;

export interface Addition {
  readonly owner: string;
  /** A new one, or the id of one that is there. */
  readonly set: string | NewSet;
  readonly items: readonly KeptItem[];
  /** By key, those that may not be kept yet. */
  readonly passes: ReadonlyMap<string, PassFeatures>;
}

/** @throws SET_NOT_FOUND */
export function found(id: string, [row]: readonly Row[]): ReferenceSetInfo {
  if (row) return infoOf(row);
  throw noSuchSet(id);
}

/** @throws SET_NOT_FOUND */
export const findWithin = async (run: Run, owner: string, id: string): Promise<ReferenceSetInfo> =>
  found(id, await run(`select ${COLUMNS} from sets where owner = ? and id = ?`, owner, id));

/** Says what the set is now. @throws LIMIT_EXCEEDED */
export async function changed(run: Run, owner: string, id: string, now: number): Promise<ReferenceSetInfo> {
  const items = await run('select id from items where set_id = ? order by place', id);
  if (items.length > MOST_ITEMS) throw tooMany('items of a reference set', items.length, MOST_ITEMS);
  const content = hashId(JSON.stringify(items.map(({ id: item }) => item)));
  // Adding what is there changes nothing.
  await run('update sets set content = ?, changed_at = ? where id = ? and content <> ?', content, now, id, content);
  return findWithin(run, owner, id);
}

async function made(run: Run, owner: string, { name, encoder, packId, detail }: NewSet, now: number): Promise<string> {
  const [{ count } = { count: 0 }] = await run('select count(*) as count from sets where owner = ?', owner);
  if ((count as number) >= MOST_SETS) throw tooMany('reference sets', (count as number) + 1, MOST_SETS);
  const id = randomUUID();
  await run('insert into sets values (?, ?, ?, ?, ?, ?, ?, ?, ?)', id, owner, name, encoder, packId, detail, '', now, now);
  return id;
}

/** @throws GONE where a pass of an item is neither given nor kept any more; SET_NOT_FOUND, LIMIT_EXCEEDED */
export async function addWithin(run: Run, quota: Quota, { owner, set, items, passes }: Addition): Promise<ReferenceSetInfo> {
  const now = Date.now();
  const id = typeof set === 'string' ? (await findWithin(run, owner, set)).id : await made(run, owner, set, now);
  const fresh: [string, PassFeatures][] = [];
  for (const [key, features] of passes) {
    const [known] = await run('select 1 from passes where owner = ? and key = ?', owner, key);
    if (!known) fresh.push([key, features]);
  }
  if (fresh.length > 0) {
    const [used] = await run(USED, owner);
    refuseOver(
      used!,
      quota,
      fresh.reduce((sum, [, features]) => sum + sizeOfPass(features), 0),
    );
  }
  for (const [key, features] of fresh) {
    const bytes = bytesOfPass(features);
    const digest = await digestOf(bytes);
    await run('insert into passes (owner, key, bytes, digest, numbers) values (?, ?, ?, ?, ?)', owner, key, bytes.length, digest, bytes);
  }
  for (const { id: item, pass, content, original, box, label } of items) {
    const [row] = await run('select id from passes where owner = ? and key = ?', owner, pass);
    // Thrown, so that nothing is kept.
    if (!row) throw GONE;
    await run(
      'insert or ignore into items (set_id, id, pass, content, width, height, box, label) values (?, ?, ?, ?, ?, ?, ?, ?)',
      ...[id, item, row['id']!, content, original.width, original.height, box && JSON.stringify(box), label],
    );
  }
  return changed(run, owner, id, now);
}

import type { PassFeatures } from '../encoder/contract/encoder.js';
import type { Database, Run } from './database/database.js';
import { damaged } from './database/failures.js';
import type { Row } from './database/protocol.js';
import { digestOf, passOfBytes } from './pass-bytes.js';
import { refuseOver, USED, type Quota } from './quota.js';
import type { ReferenceSetInfo } from './reference-set.js';
import { ALL_ITEMS, COLUMNS, infoOf, itemOf, ITEMS_OF, noSuchSet, type KeptItem } from './rows.js';
import { addWithin, changed, findWithin, found, GONE, type NewSet } from './set-changes.js';

const UNUSED = 'delete from passes where owner = ? and id not in (select pass from items)';

/** Reference sets on the disk, those of each owner by themselves: what one owner keeps, no other finds. */
export class SetStore {
  constructor(
    private readonly database: Database,
    private readonly quota: Quota,
  ) {}

  async list(owner: string): Promise<readonly ReferenceSetInfo[]> {
    return (await this.database.one(`select ${COLUMNS} from sets where owner = ? order by created_at, rowid`, owner)).map(infoOf);
  }

  /** @throws SET_NOT_FOUND */
  async find(owner: string, id: string): Promise<ReferenceSetInfo> {
    return found(id, await this.database.one(`select ${COLUMNS} from sets where owner = ? and id = ?`, owner, id));
  }

  /** A set and all of its items as they are at one moment. @throws SET_NOT_FOUND */
  async open(owner: string, id: string): Promise<{ readonly info: ReferenceSetInfo; readonly items: readonly KeptItem[] }> {
    // One statement: one moment.
    const rows = await this.database.one(`select ${COLUMNS}, (${ALL_ITEMS}) as items from sets where owner = ? and id = ?`, owner, id);
    const info = found(id, rows);
    return { info, items: (JSON.parse(rows[0]!['items'] as string) as Row[]).map(itemOf) };
  }

  /** Items in the order in which they were added. */
  async items(id: string, most: number, from: number): Promise<readonly KeptItem[]> {
    return itemsOf((sql, ...values) => this.database.one(sql, ...values), id, most, from);
  }

  /** Which of these passes are kept already. */
  async known(owner: string, keys: readonly string[]): Promise<ReadonlySet<string>> {
    const list = JSON.stringify(keys);
    const rows = await this.database.one('select key from passes where owner = ? and key in (select value from json_each(?))', owner, list);
    return new Set(rows.map(({ key }) => key as string));
  }

  /** @throws SET_NOT_FOUND where it was deleted meanwhile; STORE_FAILED where its bytes are not those that were kept */
  async pass(owner: string, key: string, set: ReferenceSetInfo): Promise<PassFeatures> {
    const [row] = await this.database.one('select numbers, digest from passes where owner = ? and key = ?', owner, key);
    if (!row) throw noSuchSet(set.id);
    const bytes = row['numbers'] as Uint8Array<ArrayBuffer>;
    if (Buffer.compare(await digestOf(bytes), row['digest'] as Uint8Array) === 0) return passOfBytes(bytes);
    throw damaged(`features of the set "${set.name}" (${set.id}) are not those that were kept.`);
  }

  /** @throws LIMIT_EXCEEDED where there is no room for so many bytes more */
  async expectRoom(owner: string, bytes: number): Promise<void> {
    const [row] = await this.database.one(USED, owner);
    refuseOver(row!, this.quota, bytes);
  }

  /**
   * Makes a set, or adds to one: all of the items or none.
   * @param set a new one, or the id of one that is there
   * @param passes by key, those that may not be kept yet
   * @returns null where a pass of an item is neither given nor kept any more; nothing was done then
   * @throws SET_NOT_FOUND, LIMIT_EXCEEDED, STORE_FAILED
   */
  async add(
    owner: string,
    set: string | NewSet,
    items: readonly KeptItem[],
    passes: ReadonlyMap<string, PassFeatures>,
  ): Promise<ReferenceSetInfo | null> {
    const added = this.database.whole((run) => addWithin(run, this.quota, { owner, set, items, passes }));
    return added.catch((error: unknown) => (error === GONE ? null : Promise.reject(error as Error)));
  }

  /** Items that are not there are none to remove: who asks twice gets the same. @throws SET_NOT_FOUND, STORE_FAILED */
  async remove(owner: string, id: string, items: readonly string[]): Promise<ReferenceSetInfo> {
    return this.database.whole(async (run) => {
      await findWithin(run, owner, id);
      await run('delete from items where set_id = ? and id in (select value from json_each(?))', id, JSON.stringify(items));
      await run(UNUSED, owner);
      return changed(run, owner, id, Date.now());
    });
  }

  /** @throws SET_NOT_FOUND, STORE_FAILED */
  async delete(owner: string, id: string): Promise<void> {
    await this.database.whole(async (run) => {
      await findWithin(run, owner, id);
      await run('delete from sets where id = ?', id);
      await run(UNUSED, owner);
    });
  }
}

async function itemsOf(run: Run, id: string, most: number, from: number): Promise<readonly KeptItem[]> {
  const rows = await run(`${ITEMS_OF} = ? order by place limit ? offset ?`, id, most, from);
  return rows.map(itemOf);
}

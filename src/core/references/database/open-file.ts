import Database from 'libsql';
import type { Opening } from './protocol.js';

/** "DQRS": what tells this file from any other database. */
const APPLICATION = 0x44515253;
/** Counts changes of the tables. */
const VERSION = 1;
const PAGE_BYTES = 8192;
/** Another server may be writing a batch. */
const BUSY_MS = 10_000;

const TABLES = `
  create table sets (
    id text primary key, owner text not null, name text not null, pack text not null, pack_id text not null, detail text not null,
    content text not null, created_at integer not null, changed_at integer not null
  ) strict;
  create index sets_of_owner on sets (owner, created_at);
  -- A pass of the encoder over a picture, once for all sets of an owner; its numbers stand last, so that the rest is read without them.
  create table passes (
    id integer primary key, owner text not null, key text not null, bytes integer not null, digest blob not null, numbers blob not null,
    unique (owner, key)
  ) strict;
  create index bytes_of_owner on passes (owner, bytes);
  create table items (
    place integer primary key, set_id text not null references sets (id) on delete cascade, id text not null,
    pass integer not null references passes (id), content text not null, width integer not null, height integer not null,
    box text, label text, unique (set_id, id)
  ) strict;
  create index items_of_pass on items (pass);
  pragma application_id = ${APPLICATION};
  pragma user_version = ${VERSION};
`;

/** A file that is whole, but not one that this version reads. */
export class ForeignFile extends Error {}

const single = (database: Database.Database, pragma: string): unknown => {
  const row = database.prepare(`pragma ${pragma}`).get() as Record<string, unknown>;
  return row[pragma.replace(/\W.*/s, '')];
};

/**
 * Opens the file, and makes it where there is none. What sets and their items are is read through once; the numbers of passes have digests of their own.
 *
 * A rollback journal, not a write-ahead log: numbers are written once and by the megabyte, and a log would write them twice.
 * @throws SqliteError; ForeignFile
 */
export function openFile({ file, mostBytes }: Opening): Database.Database {
  const database = new Database(file, { timeout: BUSY_MS });
  database.exec(`pragma page_size = ${PAGE_BYTES}; pragma synchronous = full; pragma foreign_keys = on`);
  database.exec('begin immediate');
  try {
    if (single(database, 'schema_version') === 0) database.exec(TABLES);
    if (single(database, 'application_id') !== APPLICATION) throw new ForeignFile('is no store of reference sets.');
    if (single(database, 'user_version') !== VERSION)
      throw new ForeignFile(
        `is of another version of DenseQL: its tables are version ${String(single(database, 'user_version'))}, this one reads ${VERSION}.`,
      );
    for (const table of ['sets', 'items']) {
      const found = single(database, `quick_check(${table})`);
      if (found !== 'ok') throw Object.assign(new Error(String(found)), { code: 'SQLITE_CORRUPT' });
    }
    database.exec('commit');
  } catch (error) {
    database.close();
    throw error;
  }
  // What deleting leaves is taken again, so that the file never grows beyond this.
  database.exec(`pragma max_page_count = ${Math.ceil(mostBytes / PAGE_BYTES)}`);
  return database;
}

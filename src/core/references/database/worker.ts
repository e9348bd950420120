import { parentPort, workerData, type Transferable } from 'node:worker_threads';
import type Database from 'libsql';
import { ForeignFile, openFile } from './open-file.js';
import type { Opening, Reply, Request, Row } from './protocol.js';

// SQLite runs in this thread, so that a write to the disk holds up nobody.

const port = parentPort!;
let database: Database.Database | null = null;

/** What the library gives for a row: pieces of bytes may be bare buffers, or views of a larger one. */
const rowOf = (row: Record<string, unknown>): Row =>
  Object.fromEntries(
    Object.entries(row).map(([name, value]) => {
      if (value instanceof ArrayBuffer) return [name, new Uint8Array(value)];
      return [name, ArrayBuffer.isView(value) && value.byteLength < value.buffer.byteLength ? new Uint8Array(value as Uint8Array) : value];
    }),
  ) as Row;

function run({ id, sql, values }: Request): Reply {
  try {
    // SQLite has taken back some failures by itself.
    if (sql === 'rollback' && !database?.inTransaction) return { id, rows: [] };
    database ??= openFile(workerData as Opening);
    const statement = database.prepare(sql);
    if (!statement.reader) {
      statement.run(...values);
      return { id, rows: [] };
    }
    return { id, rows: (statement.all(...values) as Record<string, unknown>[]).map(rowOf) };
  } catch (error) {
    const { code = '', message } = error as Error & { readonly code?: string };
    return { id, code: error instanceof ForeignFile ? 'FOREIGN' : code, message };
  }
}

/** Numbers of passes go over as they are: no further copy of megabytes. */
function blobsOf(reply: Reply): Transferable[] {
  if (!('rows' in reply)) return [];
  return reply.rows.flatMap((row) =>
    Object.values(row).flatMap((value) => (value instanceof Uint8Array ? [value.buffer as ArrayBuffer] : [])),
  );
}

port.on('message', (request: Request | 'close') => {
  if (request === 'close') {
    database?.close();
    port.close();
    return;
  }
  const reply = run(request);
  port.postMessage(reply, blobsOf(reply));
});

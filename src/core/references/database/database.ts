import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import { DenseqlError, stopping } from '../../errors.js';
import { OneAtATime } from '../../one-at-a-time.js';
import { startWorker } from '../../start-worker.js';
import { failureOf, FILE, isDamage } from './failures.js';
import type { Opening, Reply, Request, Row, Value } from './protocol.js';

/** Runs one statement. */
export type Run = (sql: string, ...values: readonly Value[]) => Promise<readonly Row[]>;

export interface DatabaseLog {
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

interface Waiting {
  readonly resolve: (rows: readonly Row[]) => void;
  readonly reject: (error: Error) => void;
}

/** Makes the file where there is none, for the server's own user alone: SQLite would let everybody read it. A journal has the file's mode. */
async function makeFile(file: string): Promise<void> {
  // Of one that is there nothing is opened: to close it again would let go of the locks that this process has on it.
  const made = await open(file, 'wx', 0o600).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return null;
    throw error;
  });
  await made?.close();
}

/** An SQLite file in a thread of its own, which starts with the first statement. */
export class Database {
  private worker: Promise<Worker> | null = null;
  private readonly waiting = new Map<number, Waiting>();
  private readonly turns = new OneAtATime<'file'>();
  private asked = 0;
  /** Why nothing is run any more: damage, or the end. */
  private refusal: Error | null = null;

  constructor(
    private readonly folder: string,
    private readonly mostBytes: number,
    private readonly log?: DatabaseLog,
  ) {}

  /**
   * Runs statements that belong together: nobody else's come between, all of them are kept or none.
   * @throws STORE_FAILED, OVERLOADED, and what `work` throws
   */
  whole<Answer>(work: (run: Run) => Promise<Answer>): Promise<Answer> {
    return this.turns.run('file', async () => {
      // Immediate: who reads first and then writes would find that another server was faster.
      await this.run('begin immediate');
      try {
        const answer = await work(this.run);
        await this.run('commit');
        return answer;
      } catch (error) {
        await this.run('rollback').catch(() => undefined);
        throw error;
      }
    });
  }

  /** Runs one statement by itself. @throws STORE_FAILED, OVERLOADED */
  one(sql: string, ...values: readonly Value[]): Promise<readonly Row[]> {
    return this.turns.run('file', () => this.run(sql, ...values));
  }

  /** Once what is being written is whole. Nothing is run afterwards. */
  close(): Promise<void> {
    return this.turns.run('file', async () => {
      this.refusal = stopping('The server is stopping: the store of reference sets is closed.');
      const worker = await this.worker?.catch(() => null);
      if (!worker) return;
      const ended = new Promise((resolve) => worker.once('exit', resolve));
      worker.postMessage('close');
      await ended;
    });
  }

  private readonly run: Run = async (sql, ...values) => {
    if (this.refusal) throw this.refusal;
    this.worker ??= this.start();
    const worker = await this.worker;
    const id = ++this.asked;
    const rows = new Promise<readonly Row[]>((resolve, reject) => this.waiting.set(id, { resolve, reject }));
    worker.ref();
    worker.postMessage({ id, sql, values } satisfies Request);
    return rows;
  };

  private async start(): Promise<Worker> {
    try {
      await mkdir(this.folder, { recursive: true, mode: 0o700 });
      await makeFile(join(this.folder, FILE));
    } catch (error) {
      this.worker = null;
      throw this.told((error as NodeJS.ErrnoException).code === 'ENOSPC' ? 'SQLITE_FULL' : 'SQLITE_CANTOPEN', (error as Error).message);
    }
    const opening: Opening = { file: join(this.folder, FILE), mostBytes: this.mostBytes };
    const worker = startWorker(import.meta.url, 'worker', opening);
    worker.on('message', (reply: Reply) => {
      const { resolve, reject } = this.waiting.get(reply.id)!;
      this.waiting.delete(reply.id);
      // A process that is otherwise done ends all the same.
      if (this.waiting.size === 0) worker.unref();
      if ('rows' in reply) resolve(reply.rows);
      else reject(this.told(reply.code, reply.message));
    });
    worker.on('error', (error: unknown) => this.lost(error as Error));
    return worker;
  }

  /** The thread has died, e.g. because this machine has no build of SQLite. */
  private lost(error: Error): void {
    this.worker = null;
    this.log?.error({ err: error, folder: this.folder }, 'The thread of the store of reference sets has failed');
    const told = new DenseqlError(
      'STORE_FAILED',
      'The store of reference sets has failed: the log of the server says why. What was answered before is kept.',
      { reason: 'failed' },
      { cause: error },
    );
    for (const { reject } of this.waiting.values()) reject(told);
    this.waiting.clear();
  }

  private told(code: string, message: string): Error {
    const failure = failureOf(code, message);
    if (code !== 'SQLITE_BUSY')
      this.log?.warn({ code, detail: message, folder: this.folder }, 'The store of reference sets refused a statement');
    // Written to any further, it might lose what is still whole.
    if (isDamage(failure)) this.refusal = failure;
    return failure;
  }
}

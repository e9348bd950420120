import { DenseqlError, stopping } from '../errors.js';
import type { Operation } from '../operation.js';
import { Turns } from '../turns.js';
import { whenOver } from '../when-over.js';

interface Entry {
  start(): void;
  refuse(error: DenseqlError): void;
}

/** Of the queue, how much one operation's jobs may fill: what it has beyond waits within the operation, and is never refused for its own sake. */
const OWN_SHARE = 1 / 8;

/**
 * In turns between clients and their operations, at most `threads` at a time, at most `length` waiting. Leaving (signal, deadline) takes a
 * waiting job out; a running one is told by its stop flag and its answer is dropped. The pool's own abort would
 * end the whole thread, in the middle of native code.
 */
export class PixelQueue {
  private readonly waiting: Turns<Entry>;
  private readonly leave = new Set<(error: DenseqlError) => void>();
  private readonly running = new Set<Promise<unknown>>();
  private closed = false;
  /** Moving average of a job's time, for retryAfterMs. */
  private typical = 30;

  constructor(
    private readonly threads: number,
    private readonly length: number,
  ) {
    this.waiting = new Turns(Math.max(1, Math.floor(length * OWN_SHARE)));
  }

  /**
   * @param work starts the job; `stop[0]` becomes 1 (in shared memory) when its answer is no longer wanted
   * @throws OVERLOADED, CANCELLED, STOPPING, DEADLINE_EXCEEDED, and whatever `work` rejects with
   */
  async add<T>(operation: Operation, work: (stop: Int32Array) => Promise<T>): Promise<T> {
    const { lane } = operation;
    operation.throwIfOver();
    if (this.closed) throw closing();
    while (this.running.size >= this.threads && this.waiting.room >= this.length && this.waiting.takesRoom(lane)) {
      const crowding = this.waiting.crowding(lane);
      if (crowding === null) throw this.overloaded();
      // One client's many wait for another's few.
      crowding.refuse(this.overloaded());
    }
    return new Promise<T>((resolve, reject) => {
      const stop = new Int32Array(new SharedArrayBuffer(4));
      let phase: 'waiting' | 'running' = 'waiting';
      const late = (): DenseqlError => new DenseqlError('DEADLINE_EXCEEDED', `The deadline passed while ${phase} for pixels.`, { phase });
      const over = (error: DenseqlError): void => {
        settle();
        Atomics.store(stop, 0, 1);
        this.waiting.remove(lane, entry);
        reject(error);
      };
      const takeBack = whenOver(operation, late, over);
      const settle = (): void => {
        takeBack();
        this.leave.delete(over);
      };
      const entry: Entry = {
        refuse: over,
        start: () => {
          phase = 'running';
          const began = performance.now();
          const job = work(stop)
            .then(resolve, reject)
            .finally(() => {
              settle();
              this.typical += 0.1 * (performance.now() - began - this.typical);
              this.running.delete(job);
              this.next();
            });
          this.running.add(job);
        },
      };
      this.leave.add(over);
      this.waiting.add(lane, entry);
      this.next();
    });
  }

  /** Refuses what waits and what comes; resolves when what runs has ended. */
  async close(): Promise<void> {
    this.closed = true;
    for (const over of [...this.leave]) over(closing());
    await Promise.allSettled([...this.running]);
  }

  private next(): void {
    while (this.running.size < this.threads) {
      const entry = this.waiting.next();
      if (!entry) return;
      entry.start();
    }
  }

  private overloaded(): DenseqlError {
    const retryAfterMs = Math.ceil((this.typical * (this.waiting.size + 1)) / this.threads);
    return new DenseqlError('OVERLOADED', `${this.waiting.size} pixel jobs wait already (PIXEL_QUEUE).`, { retryAfterMs });
  }
}

const closing = (): DenseqlError => stopping('The server is stopping: no more pixels are made.');

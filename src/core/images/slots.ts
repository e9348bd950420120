import { DenseqlError } from '../errors.js';
import type { Operation } from '../operation.js';
import { Turns } from '../turns.js';
import { whenOver, whyOver } from '../when-over.js';

/** Whose turn a job takes, and until when it is worth doing. */
export type Waiting = Pick<Operation, 'lane' | 'signal' | 'deadline'>;

/** Of work outside of any operation: nobody leaves, and it has no deadline. */
export const alone = (): Waiting => ({ lane: { client: '' }, signal: new AbortController().signal, deadline: Infinity });

const late = (): DenseqlError =>
  new DenseqlError('DEADLINE_EXCEEDED', 'The deadline passed while a picture waited for its turn to be decoded.', { phase: 'waiting' });
const lateRunning = (): DenseqlError =>
  new DenseqlError('DEADLINE_EXCEEDED', 'The deadline passed while a picture was decoded.', { phase: 'running' });

/** The outcome, or why it is no longer waited for. */
function whileWanted<Value>(outcome: Promise<Value>, waiting: Waiting): Promise<Value> {
  return new Promise((resolve, reject) => {
    const takeBack = whenOver(waiting, lateRunning, reject);
    outcome.then(resolve, reject).finally(takeBack);
  });
}

/** Lets at most `size` jobs run at once; the others wait for their turns. */
export class Slots {
  private free: number;
  private readonly waiting = new Turns<() => void>();

  constructor(size: number) {
    this.free = size;
  }

  /** Jobs that wait for a slot. */
  get queued(): number {
    return this.waiting.size;
  }

  /**
   * Runs `job` when a slot is free.
   * @param waiting a job that still waits when its client leaves or its deadline passes is withdrawn and never runs; one that runs keeps its slot to its end,
   *   because decoders cannot be interrupted, but nobody waits for it
   * @throws CANCELLED, DEADLINE_EXCEEDED, and whatever the job throws
   */
  async run<Value>(job: () => Promise<Value>, waiting: Waiting): Promise<Value> {
    await this.enter(waiting);
    return whileWanted(this.through(job), waiting);
  }

  private async through<Value>(job: () => Promise<Value>): Promise<Value> {
    try {
      return await job();
    } finally {
      // The slot goes straight to the next in turn: nobody who comes now can overtake.
      const next = this.waiting.next();
      if (next) next();
      else this.free += 1;
    }
  }

  private enter(waiting: Waiting): Promise<void> {
    const { lane, signal, deadline } = waiting;
    if (signal.aborted) return Promise.reject(whyOver(signal));
    if (performance.now() > deadline) return Promise.reject(late());
    if (this.free > 0) {
      this.free -= 1;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const takeBack = whenOver(waiting, late, (error) => {
        this.waiting.remove(lane, start);
        reject(error);
      });
      const start = (): void => {
        takeBack();
        resolve();
      };
      this.waiting.add(lane, start);
    });
  }
}

import { whyOver } from '../when-over.js';

/** Lets at most `size` jobs run at once; the others wait in order. */
export class Slots {
  private free: number;
  private readonly waiting: (() => void)[] = [];

  constructor(size: number) {
    this.free = size;
  }

  /** Jobs that wait for a slot. */
  get queued(): number {
    return this.waiting.length;
  }

  /**
   * Runs `job` when a slot is free.
   * @param signal a job that still waits when this aborts is withdrawn and never runs
   * @throws CANCELLED or the reason of the signal, and whatever the job throws
   */
  async run<Value>(job: () => Promise<Value>, signal?: AbortSignal): Promise<Value> {
    await this.enter(signal);
    try {
      return await job();
    } finally {
      // The slot goes straight to the next in line: nobody who comes now can overtake.
      const next = this.waiting.shift();
      if (next) next();
      else this.free += 1;
    }
  }

  private enter(signal: AbortSignal | undefined): Promise<void> {
    if (signal?.aborted) return Promise.reject(whyOver(signal));
    if (this.free > 0) {
      this.free -= 1;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const start = () => {
        signal?.removeEventListener('abort', withdraw);
        resolve();
      };
      const withdraw = (event: Event) => {
        this.waiting.splice(this.waiting.indexOf(start), 1);
        reject(whyOver(event.target as AbortSignal));
      };
      signal?.addEventListener('abort', withdraw, { once: true });
      this.waiting.push(start);
    });
  }
}

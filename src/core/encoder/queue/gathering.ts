import type { Clock } from '../../clock.js';
import type { Job } from './job.js';

/** How long the first picture of a batch waits for others, in milliseconds; one that has waited for a pass so long waits no more. */
const GATHER_MS = 3;

/** The wait of a batch's first picture for others of its size. */
export class Gathering {
  private end = (): void => undefined;

  constructor(private readonly clock: Clock) {}

  /** @returns resolves when the wait is over; null where there is none @param first of what is next @param full whether more would not fit beside it */
  wait(first: Job | undefined, full: boolean): Promise<void> | null {
    if (first?.spec.batch === undefined || full) return null;
    const left = first.createdAt + GATHER_MS - performance.now();
    if (left <= 0) return null;
    return new Promise((resolve) => {
      const cancel = this.clock.after(left, resolve);
      this.end = () => {
        cancel();
        resolve();
      };
    });
  }

  /** Ends the wait, if there is one. */
  complete(): void {
    this.end();
  }
}

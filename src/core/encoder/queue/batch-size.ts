import type { Job } from './job.js';

/** How many pictures make one pass: what the device gains by, or less where so many were too many for it. */
export class BatchSize {
  private cap = Infinity;

  /** @param most pictures of one pass on the device in use, now */
  constructor(private readonly most: () => number) {}

  get now(): number {
    return Math.max(1, Math.min(this.cap, this.most()));
  }

  /** A pass of several was refused: for one of them, or because they were too many. */
  refused(jobs: readonly Job[]): void {
    for (const job of jobs) job.failedAmong = jobs.length;
    this.cap = Math.max(1, Math.floor(jobs.length / 2));
  }

  /** One of them is refused alone, too: it was at fault, not their number. */
  refusedAlone({ failedAmong }: Job): void {
    if (failedAmong > 0) this.cap = Infinity;
  }
}

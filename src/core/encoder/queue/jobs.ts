import type { Job } from './job.js';

/** Hears when the first job comes and when the last one is settled. */
export interface QueueWatcher {
  becameBusy(): void;
  becameIdle(): void;
}

/** All jobs that wait or run, by their keys. */
export class Jobs {
  private readonly byKey = new Map<string, Job>();

  constructor(private readonly watcher: QueueWatcher | null) {}

  get size(): number {
    return this.byKey.size;
  }

  get(key: string): Job | undefined {
    return this.byKey.get(key);
  }

  /** Whether it is still to be settled. */
  has(job: Job): boolean {
    return this.byKey.get(job.spec.key) === job;
  }

  all(): Job[] {
    return [...this.byKey.values()];
  }

  add(job: Job): void {
    this.byKey.set(job.spec.key, job);
    if (this.size === 1) this.watcher?.becameBusy();
  }

  settle(job: Job, tell: (job: Job) => void): void {
    this.byKey.delete(job.spec.key);
    job.spec.settled?.();
    tell(job);
    if (this.size === 0) this.watcher?.becameIdle();
  }
}

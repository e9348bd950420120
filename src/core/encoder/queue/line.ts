import type { Lane } from '../../lane.js';
import { Turns } from '../../turns.js';
import { alike } from './batch.js';
import type { BatchSize } from './batch-size.js';
import type { Job } from './job.js';

/** Jobs that wait for their turn, each in the turns of all operations that wait for it. */
export class Line {
  readonly turns: Turns<Job>;

  /** @param ownShare jobs of one operation that take room */
  constructor(
    ownShare: number,
    private readonly size: BatchSize,
  ) {
    this.turns = new Turns(ownShare);
  }

  /** Whether so many would be a whole batch. */
  isBatch(jobs: readonly Job[]): boolean {
    return jobs.length >= this.size.now;
  }

  /** Lets a job take the operation's turns, too: equal work of another one may wait behind all else that that one has asked. @returns whether that is new */
  join(job: Job, lane: Lane): boolean {
    if (job.lanes.has(lane)) return false;
    job.lanes.add(lane);
    this.turns.add(lane, job);
    return true;
  }

  leave(job: Job): void {
    for (const lane of job.lanes) this.turns.remove(lane, job);
    job.lanes.clear();
  }

  /** What would be the next pass. */
  next(): readonly Job[] {
    return this.turns.together(this.size.now, alike);
  }

  /** As {@link next}, and takes it out of the line. */
  take(): readonly Job[] {
    const jobs = this.turns.takeTogether(this.size.now, alike);
    for (const job of jobs) this.leave(job);
    return jobs;
  }
}

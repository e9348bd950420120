import type { Operation } from '../../operation.js';
import type { Job } from './job.js';

/** Jobs in the order of their turns: operations take turns, each operation's jobs keep their order. */
export class Turns {
  /** In the order of the next turns. */
  private readonly lanes = new Map<Operation, Job[]>();
  /** Jobs that had their turn and lost it through no fault of theirs. */
  private readonly first: Job[] = [];

  add(job: Job): void {
    const lane = this.lanes.get(job.lane);
    if (lane === undefined) this.lanes.set(job.lane, [job]);
    else lane.push(job);
  }

  /** Puts a job before all others. */
  putBack(job: Job): void {
    this.first.unshift(job);
  }

  next(): Job | null {
    const again = this.first.shift();
    if (again !== undefined) return again;
    for (const [operation, lane] of this.lanes) {
      this.lanes.delete(operation);
      const job = lane.shift();
      if (lane.length > 0) this.lanes.set(operation, lane);
      if (job !== undefined) return job;
    }
    return null;
  }

  remove(job: Job): void {
    const again = this.first.indexOf(job);
    if (again >= 0) this.first.splice(again, 1);
    const lane = this.lanes.get(job.lane);
    const index = lane?.indexOf(job) ?? -1;
    if (lane === undefined || index < 0) return;
    lane.splice(index, 1);
    if (lane.length === 0) this.lanes.delete(job.lane);
  }
}

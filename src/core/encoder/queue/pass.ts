import { DenseqlError } from '../../errors.js';
import { besidePass } from '../../passes.js';
import { WorkerLost, type Runner, type Work } from '../contract/work.js';
import { partOf, together } from './batch.js';
import type { BatchSize } from './batch-size.js';
import type { Job } from './job.js';

const MAX_DEATHS = 2;

/** What a pass asks of the queue. */
export interface PassEvents {
  /** It runs: what comes next may be made. */
  begins(): void;
  refuse(job: Job, error: unknown): void;
  /** Refuses all that waits. */
  refuseAll(error: unknown): void;
  settle(job: Job, tell: (job: Job) => void): void;
  mayRetry(): boolean;
}

/** Jobs that have had their turn: those that are made and run together, and those that are to be run again, each alone. */
export class Pass {
  running: readonly Job[] = [];
  /** Made together. Findable, so that a waiter that leaves still takes its job away. */
  private ahead: readonly Job[] = [];
  /** A process died under these, or refused them together. */
  private alone: readonly Job[] = [];

  constructor(
    private readonly runner: Runner,
    private readonly size: BatchSize,
    private readonly events: PassEvents,
  ) {}

  /** Jobs that do not run yet. */
  get held(): readonly Job[] {
    return [...this.ahead, ...this.alone];
  }

  get holdsAny(): boolean {
    return this.ahead.length + this.alone.length > 0;
  }

  holds(job: Job): boolean {
    return this.ahead.includes(job) || this.alone.includes(job);
  }

  /** @returns whether there was any */
  take(jobs: readonly Job[]): boolean {
    this.ahead = jobs;
    return jobs.length > 0;
  }

  /** Takes what is to be run again, before anything else. @returns whether there was any */
  again(): boolean {
    const [next, ...rest] = this.alone;
    if (next === undefined) return false;
    this.ahead = [next];
    this.alone = rest;
    return true;
  }

  /** @returns whether the job was here and waited */
  drop(job: Job): boolean {
    const held = this.holds(job);
    this.ahead = this.ahead.filter((other) => other !== job);
    this.alone = this.alone.filter((other) => other !== job);
    return held;
  }

  /** Makes what was taken, and runs it. A job that cannot be made is refused alone. */
  async run(): Promise<void> {
    const works = new Map<Job, Work>();
    await Promise.all(
      this.ahead.map((job) =>
        job.prepare().then(
          (work) => works.set(job, work),
          (error: unknown) => this.events.refuse(job, error),
        ),
      ),
    );
    if (this.ahead.length === 0) return;
    try {
      await this.runner.ready();
    } catch (error) {
      return this.events.refuseAll(error);
    }
    const jobs = this.ahead;
    if (jobs.length === 0) return;
    this.ahead = [];
    this.running = jobs;
    for (const job of jobs) job.start();
    this.events.begins();
    try {
      const result = await besidePass(this.runner.run(together(jobs.map((job) => works.get(job)!))));
      for (const [index, job] of jobs.entries()) this.finish(job, () => job.spec.finish(partOf(result, index, jobs.length)));
    } catch (error) {
      this.fail(jobs, error);
    }
  }

  private finish(job: Job, value: () => unknown): void {
    let found: unknown;
    try {
      found = value();
    } catch (error) {
      return this.settle(job, (failed) => failed.refuse(error));
    }
    this.settle(job, (done) => done.answer(found));
  }

  private settle(job: Job, tell: (job: Job) => void): void {
    this.running = this.running.filter((other) => other !== job);
    this.events.settle(job, tell);
  }

  private fail(jobs: readonly Job[], error: unknown): void {
    if (!(error instanceof WorkerLost) && jobs.length === 1) {
      this.size.refusedAlone(jobs[0]!);
      return this.settle(jobs[0]!, (failed) => failed.refuse(error));
    }
    // Which of them was at fault, nobody knows: each is tried alone.
    if (jobs.length > 1) this.size.refused(jobs);
    for (const job of jobs) this.retry(job, error);
  }

  private retry(job: Job, error: unknown): void {
    if (error instanceof WorkerLost) job.deaths++;
    job.phase = 'waiting';
    if (job.deaths < MAX_DEATHS && job.wanted && this.events.mayRetry()) {
      this.running = this.running.filter((other) => other !== job);
      this.alone = [...this.alone, job];
      return;
    }
    const refusal =
      error instanceof WorkerLost
        ? new DenseqlError(
            'ENCODER_UNAVAILABLE',
            `The encoder process ended ${job.deaths} times during this work (${error.message}).`,
            {},
            { cause: error },
          )
        : error;
    this.settle(job, (failed) => failed.refuse(refusal));
  }
}

import { DenseqlError } from '../../errors.js';
import { besidePass } from '../../passes.js';
import type { Operation } from '../../operation.js';
import type { PassTimes } from '../process/pass-times.js';
import type { Runner, Work } from '../contract/work.js';
import { WorkerLost } from '../contract/work.js';
import type { JobAnswer, JobSpec } from './job.js';
import { Job } from './job.js';
import { Turns } from '../../turns.js';
import { whyOver } from '../../when-over.js';
import { tooLate } from './waiter.js';

export interface QueueLimits {
  /** Jobs that may wait. */
  readonly length: number;
  /** Bytes of work that may wait. */
  readonly bytes: number;
}

/** Hears when the first job comes and when the last one is settled. */
export interface QueueWatcher {
  becameBusy(): void;
  becameIdle(): void;
}

const MAX_DEATHS = 2;
const GUESSED_PASS_MS = 250;

/** Of the queue, how much one operation's work may fill: what it has beyond waits within the operation, and is never refused for its own sake. */
const OWN_SHARE = 1 / 4;

/**
 * The work that waits for the encoder's process: bounded, coalesced by key, in turns between operations, one pass at a time.
 * While one runs only what is next is prepared, so that few decoded pictures are held however long the queue is.
 */
export class EncoderQueue {
  private readonly jobs = new Map<string, Job>();
  private readonly turns: Turns<Job>;
  /** The job that has its turn and does not run yet. */
  private ahead: Job | null = null;
  private running: Job | null = null;
  private pumping = false;
  private pumped: Promise<void> = Promise.resolve();
  private closed: DenseqlError | null = null;

  constructor(
    private readonly runner: Runner,
    private readonly limits: QueueLimits,
    private readonly times: PassTimes,
    private readonly watcher: QueueWatcher | null = null,
  ) {
    this.turns = new Turns(Math.max(1, Math.floor(limits.length * OWN_SHARE)));
  }

  /** Whether any job waits or runs. */
  get busy(): boolean {
    return this.jobs.size > 0;
  }

  /** Whether anybody waits for what runs. */
  get wanted(): boolean {
    return this.running?.wanted === true;
  }

  /** Jobs that wait. */
  get length(): number {
    return this.jobs.size - (this.running === null ? 0 : 1);
  }

  /** Whether equal work waits or runs: joining it costs no pass. */
  has(key: string): boolean {
    return this.jobs.has(key);
  }

  /**
   * Queues work, or joins equal work.
   * @throws OVERLOADED (details.retryAfterMs), DEADLINE_EXCEEDED (details.phase), CANCELLED, ENCODER_UNAVAILABLE, and what the work throws
   */
  async submit<Value>(spec: JobSpec<Value>, operation: Operation): Promise<JobAnswer<Value>> {
    if (operation.signal.aborted) throw whyOver(operation.signal);
    if (performance.now() > operation.deadline) throw tooLate('waiting');
    const job = this.jobs.get(spec.key) ?? this.admit(spec, operation);
    this.line(job, operation);
    const answer = job.join(operation, () => this.dropUnwanted(job));
    if (!this.pumping) this.pumped = this.pump();
    return answer as Promise<JobAnswer<Value>>;
  }

  /** Refuses what waits and all that comes; resolves when nothing runs any more. */
  async close(): Promise<void> {
    this.closed = new DenseqlError('ENCODER_UNAVAILABLE', 'The encoder is closed: the server is stopping.');
    this.refuseWaiting(this.closed);
    await this.pumped;
  }

  private admit(spec: JobSpec<unknown>, operation: Operation): Job {
    if (this.closed !== null) throw this.closed;
    for (let full = this.fullFor(spec, operation); full !== null; full = this.fullFor(spec, operation)) {
      const crowding = this.turns.crowding(operation.lane);
      if (crowding === null) throw full;
      // One client's many wait for another's few.
      this.refuseWaitingJob(crowding, full);
    }
    const job = new Job(spec);
    const first = !this.busy;
    this.jobs.set(spec.key, job);
    if (first) this.watcher?.becameBusy();
    return job;
  }

  /** Lets a job that waits take the operation's turns, too: equal work of another one may wait behind all else that that one has asked. */
  private line(job: Job, { lane }: Operation): void {
    if (job.phase === 'running' || job === this.ahead || job.lanes.has(lane)) return;
    job.lanes.add(lane);
    this.turns.add(lane, job);
    // What came goes before what was next: by its turn it should not wait for being made as well.
    if (this.running !== null && this.turns.peek() === job) this.prepareNext();
  }

  private unline(job: Job): void {
    for (const lane of job.lanes) this.turns.remove(lane, job);
    job.lanes.clear();
  }

  /** OVERLOADED where work finds no room. Work of an operation that has its share of the room needs none. */
  private fullFor({ bytes }: JobSpec<unknown>, { lane }: Operation): DenseqlError | null {
    const inside = [...new Set([...(this.ahead === null ? [] : [this.ahead]), ...this.turns.inside()])];
    const full = inside.length >= this.limits.length && this.turns.takesRoom(lane);
    // One job may be larger than the whole allowance: it then waits alone. What an operation has beside it waits with it.
    const isFirst = !inside.some((job) => job.lanes.has(lane));
    const heavy = isFirst && inside.length > 0 && inside.reduce((sum, job) => sum + job.spec.bytes, bytes) > this.limits.bytes;
    if (!full && !heavy) return null;
    const passes = this.length + (this.running === null ? 0 : 1);
    const retryAfterMs = Math.ceil(passes * (this.times.typical() || GUESSED_PASS_MS));
    const limit = full ? `QUEUE_LENGTH: ${this.limits.length} jobs` : `QUEUE_BYTES: ${this.limits.bytes} bytes`;
    return new DenseqlError('OVERLOADED', `The encoder's queue is full (${limit}). Try again in ${retryAfterMs} ms.`, { retryAfterMs });
  }

  private async pump(): Promise<void> {
    this.pumping = true;
    for (let job = this.take(); job !== null; job = this.take()) await this.process(job);
    this.pumping = false;
  }

  private take(): Job | null {
    const job = this.ahead ?? this.turns.next();
    this.ahead = null;
    if (job !== null) this.unline(job);
    return job;
  }

  private async process(job: Job): Promise<void> {
    // Kept findable while it is prepared, so that a waiter that leaves still takes it away.
    this.ahead = job;
    let work: Work;
    try {
      work = await job.prepare();
    } catch (error) {
      return this.refuseWaitingJob(job, error);
    }
    try {
      await this.runner.ready();
    } catch (error) {
      return this.refuseWaiting(error);
    }
    if (this.ahead !== job) return;
    this.begin(job);
    try {
      const value = job.spec.finish(await besidePass(this.runner.run(work)));
      this.settle(job, (done) => done.answer(value));
    } catch (error) {
      if (error instanceof WorkerLost) this.retry(job, error);
      else this.settle(job, (failed) => failed.refuse(error));
    }
  }

  private begin(job: Job): void {
    this.ahead = null;
    this.running = job;
    job.start();
    this.prepareNext();
  }

  private prepareNext(): void {
    const next = this.turns.peek();
    // Its waiters hear of a failure now, not when its turn comes.
    next?.prepare().catch((error: unknown) => this.refuseWaitingJob(next, error));
  }

  private refuseWaitingJob(job: Job, error: unknown): void {
    if (this.jobs.get(job.spec.key) !== job) return;
    this.withdraw(job);
    this.settle(job, (failed) => failed.refuse(error));
  }

  private retry(job: Job, lost: WorkerLost): void {
    job.deaths++;
    job.phase = 'waiting';
    if (job.deaths < MAX_DEATHS && job.wanted && this.closed === null) {
      this.running = null;
      this.ahead = job;
      return;
    }
    const message = `The encoder process ended ${job.deaths} times during this work (${lost.message}).`;
    this.settle(job, (failed) => failed.refuse(new DenseqlError('ENCODER_UNAVAILABLE', message, {}, { cause: lost })));
  }

  private settle(job: Job, tell: (job: Job) => void): void {
    if (this.running === job) this.running = null;
    this.jobs.delete(job.spec.key);
    job.spec.settled?.();
    tell(job);
    if (!this.busy) this.watcher?.becameIdle();
  }

  private dropUnwanted(job: Job): void {
    if (job.wanted || job.phase === 'running' || this.jobs.get(job.spec.key) !== job) return;
    this.withdraw(job);
    this.settle(job, () => undefined);
  }

  /** Takes a waiting job out of wherever it waits. */
  private withdraw(job: Job): void {
    if (this.ahead === job) this.ahead = null;
    else this.unline(job);
  }

  private refuseWaiting(error: unknown): void {
    for (const job of [...this.jobs.values()]) if (job !== this.running) this.refuseWaitingJob(job, error);
  }
}

import { realClock, type Clock } from '../../clock.js';
import { DenseqlError } from '../../errors.js';
import type { Operation } from '../../operation.js';
import type { PassTimes } from '../process/pass-times.js';
import type { Runner } from '../contract/work.js';
import { Turns } from '../../turns.js';
import { whyOver } from '../../when-over.js';
import { fullFor, ownShare, type QueueLimits } from './admission.js';
import { alike } from './batch.js';
import { BatchSize } from './batch-size.js';
import type { JobAnswer, JobSpec } from './job.js';
import { Job } from './job.js';
import { Pass } from './pass.js';
import { tooLate } from './waiter.js';

/** Hears when the first job comes and when the last one is settled. */
export interface QueueWatcher {
  becameBusy(): void;
  becameIdle(): void;
}

/** How long the first picture of a batch waits for others, in milliseconds; one that has waited for a pass so long waits no more. */
const GATHER_MS = 3;

/**
 * The work that waits for the encoder's process: bounded, coalesced by key, in turns between operations, one pass at a time, which takes several
 * pictures of one size where the device gains by it. While one runs only what is next is prepared, so that few decoded pictures are held however long the queue is.
 */
export class EncoderQueue {
  private readonly jobs = new Map<string, Job>();
  private readonly turns: Turns<Job>;
  private readonly size: BatchSize;
  private readonly pass: Pass;
  private pumping = false;
  private pumped: Promise<void> = Promise.resolve();
  private closed: DenseqlError | null = null;
  /** Ends the wait for further pictures. */
  private gathered = (): void => undefined;

  constructor(
    runner: Runner,
    private readonly limits: QueueLimits,
    private readonly times: PassTimes,
    private readonly watcher: QueueWatcher | null = null,
    private readonly clock: Clock = realClock,
  ) {
    this.turns = new Turns(ownShare(limits));
    this.size = new BatchSize(() => runner.maxBatch?.() ?? 1);
    this.pass = new Pass(runner, this.size, {
      begins: () => this.prepareNext(),
      refuse: (job, error) => this.refuseWaitingJob(job, error),
      refuseAll: (error) => this.refuseWaiting(error),
      settle: (job, tell) => this.settle(job, tell),
      mayRetry: () => this.closed === null,
    });
  }

  /** Whether any job waits or runs. */
  get busy(): boolean {
    return this.jobs.size > 0;
  }

  /** Whether anybody waits for what runs. */
  get wanted(): boolean {
    return this.pass.running.some((job) => job.wanted);
  }

  /** Jobs that wait. */
  get length(): number {
    return this.jobs.size - this.pass.running.length;
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

  private admit(spec: JobSpec<unknown>, { lane }: Operation): Job {
    if (this.closed !== null) throw this.closed;
    const full = (): DenseqlError | null =>
      fullFor(spec.bytes, lane, this.limits, {
        turns: this.turns,
        held: this.pass.held,
        passes: this.jobs.size,
        typicalMs: this.times.typical(),
      });
    for (let refusal = full(); refusal !== null; refusal = full()) {
      const crowding = this.turns.crowding(lane);
      if (crowding === null) throw refusal;
      // One client's many wait for another's few.
      this.refuseWaitingJob(crowding, refusal);
    }
    const job = new Job(spec);
    const first = !this.busy;
    this.jobs.set(spec.key, job);
    if (first) this.watcher?.becameBusy();
    return job;
  }

  /** Lets a job that waits take the operation's turns, too: equal work of another one may wait behind all else that that one has asked. */
  private line(job: Job, { lane }: Operation): void {
    if (job.phase === 'running' || this.pass.holds(job) || job.lanes.has(lane)) return;
    job.lanes.add(lane);
    this.turns.add(lane, job);
    const next = this.next();
    if (this.size.now > 1 && next.length >= this.size.now) this.gathered();
    // What came goes before what was next: by its turn it should not wait for being made as well.
    if (this.pass.running.length > 0 && next.includes(job)) this.prepareNext();
  }

  private unline(job: Job): void {
    for (const lane of job.lanes) this.turns.remove(lane, job);
    job.lanes.clear();
  }

  /** What would be the next pass. */
  private next(): readonly Job[] {
    return this.turns.together(this.size.now, alike);
  }

  private async pump(): Promise<void> {
    this.pumping = true;
    for (;;) {
      const gathering = this.gathering();
      if (gathering !== null) await gathering;
      if (!this.pass.again() && !this.take()) break;
      await this.pass.run();
    }
    this.pumping = false;
  }

  /** A wait for more pictures of the size of the next one; null where there is nothing to wait for. */
  private gathering(): Promise<void> | null {
    const next = this.next();
    const [first] = next;
    if (first?.spec.batch === undefined || next.length >= this.size.now || this.pass.holdsAny) return null;
    const left = first.createdAt + GATHER_MS - performance.now();
    if (left <= 0) return null;
    return new Promise((resolve) => {
      const cancel = this.clock.after(left, resolve);
      this.gathered = () => {
        cancel();
        resolve();
      };
    });
  }

  /** @returns whether there was anything */
  private take(): boolean {
    const jobs = this.turns.takeTogether(this.size.now, alike);
    for (const job of jobs) this.unline(job);
    this.pass.take(jobs);
    return jobs.length > 0;
  }

  private prepareNext(): void {
    // Its waiters hear of a failure now, not when its turn comes.
    for (const job of this.next()) job.prepare().catch((error: unknown) => this.refuseWaitingJob(job, error));
  }

  private refuseWaitingJob(job: Job, error: unknown): void {
    if (this.jobs.get(job.spec.key) !== job) return;
    this.withdraw(job);
    this.settle(job, (failed) => failed.refuse(error));
  }

  private settle(job: Job, tell: (job: Job) => void): void {
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
    if (!this.pass.drop(job)) this.unline(job);
  }

  private refuseWaiting(error: unknown): void {
    for (const job of [...this.jobs.values()]) if (!this.pass.running.includes(job)) this.refuseWaitingJob(job, error);
  }
}

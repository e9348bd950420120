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
import { Gathering } from './gathering.js';
import type { JobAnswer, JobSpec } from './job.js';
import { Job } from './job.js';
import { Jobs, type QueueWatcher } from './jobs.js';
import { Pass } from './pass.js';
import { tooLate } from './waiter.js';

/**
 * The work that waits for the encoder's process: bounded, coalesced by key, in turns between operations, one pass at a time, which takes several
 * pictures of one size where the device gains by it. While one runs only what is next is prepared, so that few decoded pictures are held however long the queue is.
 */
export class EncoderQueue {
  private readonly jobs: Jobs;
  private readonly turns: Turns<Job>;
  private readonly size: BatchSize;
  private readonly pass: Pass;
  private pumping = false;
  private pumped: Promise<void> = Promise.resolve();
  private closed: DenseqlError | null = null;
  private readonly gathering: Gathering;

  constructor(
    runner: Runner,
    private readonly limits: QueueLimits,
    private readonly times: PassTimes,
    watcher: QueueWatcher | null = null,
    clock: Clock = realClock,
  ) {
    this.jobs = new Jobs(watcher);
    this.gathering = new Gathering(clock);
    this.turns = new Turns(ownShare(limits));
    this.size = new BatchSize(() => runner.maxBatch?.() ?? 1);
    this.pass = new Pass(runner, this.size, {
      begins: () => this.prepareNext(),
      refuse: (job, error) => this.refuseWaitingJob(job, error),
      refuseAll: (error) => this.refuseWaiting(error),
      settle: (job, tell) => this.jobs.settle(job, tell),
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
    return this.jobs.get(key) !== undefined;
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
    this.jobs.add(job);
    return job;
  }

  /** Lets a job that waits take the operation's turns, too: equal work of another one may wait behind all else that that one has asked. */
  private line(job: Job, { lane }: Operation): void {
    if (job.phase === 'running' || this.pass.holds(job) || job.lanes.has(lane)) return;
    job.lanes.add(lane);
    this.turns.add(lane, job);
    const next = this.next();
    if (this.size.now > 1 && next.length >= this.size.now) this.gathering.complete();
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
      const next = this.next();
      const gathering = this.gathering.wait(next[0], next.length >= this.size.now || this.pass.holdsAny);
      if (gathering !== null) await gathering;
      if (!this.pass.again() && !this.take()) break;
      await this.pass.run();
    }
    this.pumping = false;
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
    if (!this.jobs.has(job)) return;
    this.withdraw(job);
    this.jobs.settle(job, (failed) => failed.refuse(error));
  }

  private dropUnwanted(job: Job): void {
    if (job.wanted || job.phase === 'running' || !this.jobs.has(job)) return;
    this.withdraw(job);
    this.jobs.settle(job, () => undefined);
  }

  /** Takes a waiting job out of wherever it waits. */
  private withdraw(job: Job): void {
    if (!this.pass.drop(job)) this.unline(job);
  }

  private refuseWaiting(error: unknown): void {
    for (const job of this.jobs.all()) if (!this.pass.running.includes(job)) this.refuseWaitingJob(job, error);
  }
}

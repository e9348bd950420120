import { realClock, type Clock } from '../../clock.js';
import { DenseqlError } from '../../errors.js';
import type { Operation } from '../../operation.js';
import type { PassTimes } from '../process/pass-times.js';
import type { Runner } from '../contract/work.js';
import { whyOver } from '../../when-over.js';
import { makeRoom, ownShare, type QueueLimits, type Waiting } from './admission.js';
import { BatchSize } from './batch-size.js';
import { Gathering } from './gathering.js';
import type { JobAnswer, JobSpec } from './job.js';
import { Job } from './job.js';
import { Jobs, type QueueWatcher } from './jobs.js';
import { Line } from './line.js';
import { Pass } from './pass.js';
import { tooLate } from './waiter.js';

/**
 * The work that waits for the encoder's process: bounded, coalesced by key, in turns between operations, one pass at a time, which takes several
 * pictures of one size where the device gains by it. While one runs only what is next is prepared, so that few decoded pictures are held however long the queue is.
 */
export class EncoderQueue {
  private readonly jobs: Jobs;
  private readonly line: Line;
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
    const size = new BatchSize(() => runner.maxBatch?.() ?? 1);
    this.line = new Line(ownShare(limits), size);
    this.pass = new Pass(runner, size, {
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
    this.lineUp(job, operation);
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
    const waiting = (): Waiting => ({
      turns: this.line.turns,
      held: this.pass.held,
      passes: this.jobs.size,
      typicalMs: this.times.typical(),
    });
    makeRoom(spec.bytes, lane, this.limits, waiting, (crowding, refusal) => this.refuseWaitingJob(crowding, refusal));
    const job = new Job(spec);
    this.jobs.add(job);
    return job;
  }

  /** Lets a job that waits take the operation's turns, too. */
  private lineUp(job: Job, { lane }: Operation): void {
    if (job.phase === 'running' || this.pass.holds(job) || !this.line.join(job, lane)) return;
    const next = this.line.next();
    if (this.line.isBatch(next)) this.gathering.complete();
    // What came goes before what was next: by its turn it should not wait for being made as well.
    if (this.pass.running.length > 0 && next.includes(job)) this.prepareNext();
  }

  private async pump(): Promise<void> {
    this.pumping = true;
    for (;;) {
      const next = this.line.next();
      const gathering = this.gathering.wait(next[0], this.line.isBatch(next) || this.pass.holdsAny);
      if (gathering !== null) await gathering;
      if (!this.pass.again() && !this.pass.take(this.line.take())) break;
      await this.pass.run();
    }
    this.pumping = false;
  }

  private prepareNext(): void {
    // Its waiters hear of a failure now, not when its turn comes.
    for (const job of this.line.next()) job.prepare().catch((error: unknown) => this.refuseWaitingJob(job, error));
  }

  private refuseWaitingJob(job: Job, error: unknown): void {
    this.dismiss(job, (failed) => failed.refuse(error));
  }

  private dropUnwanted(job: Job): void {
    if (!job.wanted && job.phase !== 'running') this.dismiss(job, () => undefined);
  }

  /** Takes a waiting job out of wherever it waits, and is done with it. */
  private dismiss(job: Job, tell: (job: Job) => void): void {
    if (!this.jobs.has(job)) return;
    if (!this.pass.drop(job)) this.line.leave(job);
    this.jobs.settle(job, tell);
  }

  private refuseWaiting(error: unknown): void {
    for (const job of this.jobs.all()) if (!this.pass.running.includes(job)) this.refuseWaitingJob(job, error);
  }
}

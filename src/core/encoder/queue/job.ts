import type { Operation } from '../../operation.js';
import type { Lane } from '../../lane.js';
import type { Work, WorkResult } from '../contract/work.js';
import type { Phase } from './waiter.js';
import { Waiter } from './waiter.js';

/** Work to queue. Equal keys are the same work and give the same type of value. */
export interface JobSpec<Value> {
  readonly key: string;
  /** Memory that the prepared work holds while it waits. */
  readonly bytes: number;
  /** Where the pass's time is counted; null: nowhere, the caller counts it. */
  readonly stage: 'encode' | 'text' | null;
  /** Work of one word makes one pass together, where the device gains by it; absent: a pass of its own. */
  readonly batch?: string;
  /** Makes the work, shortly before its turn. What it throws rejects this job alone. */
  prepare(): Promise<Work>;
  /** Turns the result into the value and keeps it where it should be kept. May throw a typed error. */
  finish(result: WorkResult): Value;
  /** Called once, whatever became of the job, before its waiters hear of it. */
  settled?(): void;
}

export interface JobAnswer<Value> {
  readonly value: Value;
  /** True for one waiter a pass: the one whom the pass is counted to. */
  readonly started: boolean;
}

/** A piece of work in the queue and those who wait for it. */
export class Job {
  phase: Phase = 'waiting';
  /** Times that the process died under it. */
  deaths = 0;
  /** How many were in the pass that failed with it, so that it is tried alone now; 0: none. */
  failedAmong = 0;
  readonly createdAt = performance.now();
  private readonly waiters = new Set<Waiter<JobAnswer<unknown>>>();
  private work: Promise<Work> | null = null;
  private startedAt = 0;

  /** Whose turns it takes, the first that comes: of all operations that wait for it. */
  readonly lanes = new Set<Lane>();

  constructor(readonly spec: JobSpec<unknown>) {}

  get wanted(): boolean {
    return this.waiters.size > 0;
  }

  /** @param onLeft called when a waiter gave up */
  join(operation: Operation, onLeft: () => void): Promise<JobAnswer<unknown>> {
    const waiter = new Waiter<JobAnswer<unknown>>(
      operation,
      () => this.phase,
      (left) => {
        this.waiters.delete(left);
        onLeft();
      },
    );
    this.waiters.add(waiter);
    return waiter.promise;
  }

  /** Starts making the work, once. */
  prepare(): Promise<Work> {
    return (this.work ??= this.spec.prepare());
  }

  start(): void {
    this.phase = 'running';
    this.startedAt = performance.now();
  }

  answer(value: unknown): void {
    const now = performance.now();
    const { stage } = this.spec;
    let started = true;
    for (const waiter of this.waiters) {
      waiter.operation.addTiming('queue', Math.max(0, this.startedAt - waiter.joined));
      if (stage !== null) waiter.operation.addTiming(stage, now - Math.max(this.startedAt, waiter.joined));
      waiter.answer({ value, started });
      started = false;
    }
    this.waiters.clear();
  }

  refuse(error: unknown): void {
    for (const waiter of this.waiters) waiter.refuse(error);
    this.waiters.clear();
  }
}

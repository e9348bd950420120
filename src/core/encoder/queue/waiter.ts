import { DenseqlError } from '../../errors.js';
import type { Operation } from '../../operation.js';

/** What a job is doing, in the word that a late waiter is told. */
export type Phase = 'waiting' | 'running';

/** setTimeout takes no longer delays. */
const MAX_TIMER_MS = 2 ** 31 - 1;

export const cancelled = (): DenseqlError => new DenseqlError('CANCELLED', 'The client left before the work was done.');

export const tooLate = (phase: Phase): DenseqlError =>
  new DenseqlError('DEADLINE_EXCEEDED', `The deadline passed while the encoder's work was ${phase}.`, { phase });

/** One caller's interest in a job: settles with the job's answer, or earlier when the caller leaves or its deadline passes. */
export class Waiter<Value> {
  readonly promise: Promise<Value>;
  readonly joined = performance.now();
  private resolve!: (value: Value) => void;
  private reject!: (error: unknown) => void;
  private readonly timer: NodeJS.Timeout;
  private readonly onAbort = (): void => this.leaveWith(cancelled());

  /** @param leave called once when this waiter gives up before the job settled it */
  constructor(
    readonly operation: Operation,
    phase: () => Phase,
    private readonly leave: (waiter: Waiter<Value>) => void,
  ) {
    this.promise = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    const left = Math.min(MAX_TIMER_MS, Math.max(0, operation.deadline - this.joined));
    this.timer = setTimeout(() => this.leaveWith(tooLate(phase())), left);
    operation.signal.addEventListener('abort', this.onAbort, { once: true });
  }

  answer(value: Value): void {
    this.settle();
    this.resolve(value);
  }

  refuse(error: unknown): void {
    this.settle();
    this.reject(error);
  }

  private leaveWith(error: DenseqlError): void {
    this.refuse(error);
    this.leave(this);
  }

  private settle(): void {
    clearTimeout(this.timer);
    this.operation.signal.removeEventListener('abort', this.onAbort);
  }
}

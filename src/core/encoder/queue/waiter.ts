import { DenseqlError } from '../../errors.js';
import type { Operation } from '../../operation.js';
import { whenOver } from '../../when-over.js';

/** What a job is doing, in the word that a late waiter is told. */
export type Phase = 'waiting' | 'running';

export const tooLate = (phase: Phase): DenseqlError =>
  new DenseqlError('DEADLINE_EXCEEDED', `The deadline passed while the encoder's work was ${phase}.`, { phase });

/** One caller's interest in a job: settles with the job's answer, or earlier when the caller leaves or its deadline passes. */
export class Waiter<Value> {
  readonly promise: Promise<Value>;
  readonly joined = performance.now();
  private resolve!: (value: Value) => void;
  private reject!: (error: unknown) => void;
  private readonly takeBack: () => void;

  /** @param leave called once when this waiter gives up before the job settled it */
  constructor(
    readonly operation: Operation,
    phase: () => Phase,
    leave: (waiter: Waiter<Value>) => void,
  ) {
    this.promise = new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
    });
    this.takeBack = whenOver(
      operation,
      () => tooLate(phase()),
      (error) => {
        this.reject(error);
        leave(this);
      },
    );
  }

  answer(value: Value): void {
    this.takeBack();
    this.resolve(value);
  }

  refuse(error: unknown): void {
    this.takeBack();
    this.reject(error);
  }
}

import type { DenseqlError } from '../../errors.js';
import type { Work, WorkResult } from '../contract/work.js';

/** One life of whatever does the work. */
export interface Life {
  readonly pid: number | null;
  /** Settles at once when it is gone. */
  readonly gone: Promise<void>;
  /** Settles when it is known how it ended, saying how. */
  readonly exited: Promise<string>;
  run(work: Work): Promise<WorkResult>;
  /** Proves it once more. @throws Error saying what is wrong */
  check(): Promise<void>;
  end(): Promise<void>;
}

/** Starting again would give the same: a wrong pack, a device that is not there. */
export class PermanentFailure extends Error {
  constructor(override readonly cause: DenseqlError) {
    super(cause.message);
  }
}

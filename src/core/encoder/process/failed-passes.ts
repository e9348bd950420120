import type { Work, WorkResult } from '../contract/work.js';
import { isOnDevice, WorkerLost } from '../contract/work.js';

/** Passes in a row that may be refused, or give no numbers, before the life is proven once more: a device that was lost refuses all of them for ever. */
const MOST_FAILED = 3;

/** Counts passes that failed since the last one that did not. What runs on the CPU tells nothing. */
export class FailedPasses {
  private failed = 0;

  /** @returns why the life must be proven once more; null: it need not be */
  afterResult(work: Work, { nonFinite }: WorkResult): string | null {
    if (!isOnDevice(work)) return null;
    if (nonFinite.length > 0) return this.count(`not finite: ${nonFinite.join(', ')}`);
    this.failed = 0;
    return null;
  }

  /** As {@link afterResult}. A process that is gone is replaced anyway. */
  afterError(work: Work, error: unknown): string | null {
    return !isOnDevice(work) || error instanceof WorkerLost ? null : this.count((error as Error).message);
  }

  private count(why: string): string | null {
    this.failed++;
    if (this.failed < MOST_FAILED) return null;
    this.failed = 0;
    return why;
  }
}

import type { EncoderRunner } from '../queue/assemble-encoder.js';
import type { Supervisor } from '../process/supervisor.js';
import { WorkerLost } from '../contract/work.js';

type Supervised = Pick<Supervisor, 'state' | 'restarts' | 'pid' | 'ready' | 'run' | 'close'>;

export interface ProcessSlotOptions {
  /** Bytes that a process will need. */
  readonly estimate: number;
  /** What is wrong with the pack's files at first sight; null: nothing. */
  readonly problem: string | null;
  /** A supervisor that was not started. */
  supervise(): Supervised;
  /** Device and memory of the latest process. */
  processes(): Pick<ReturnType<EncoderRunner['status']>, 'device' | 'deviceNotes' | 'memoryBytes'>;
  /** Pictures of one size that one pass may take on the device of the latest process. */
  maxBatch(): number;
}

/** The place of one pack's supervised process, which is there or not. */
export class ProcessSlot {
  /** Settles when the process that is ending has ended; null when none is. */
  leaving: Promise<void> | null = null;
  supervisor: Supervised | null = null;
  private failure: string | null;
  private restarts = 0;

  constructor(private readonly options: ProcessSlotOptions) {
    this.failure = options.problem;
  }

  /** Whether there is a process, or one that is started again. */
  get held(): boolean {
    return this.supervisor !== null && this.leaving === null;
  }

  /** Whether it was given up: it died and could not be started again. */
  get lost(): boolean {
    return this.supervisor?.state === 'failed';
  }

  get problem(): string | null {
    return this.lost ? 'Its process ended and could not be started again.' : this.failure;
  }

  /** While its process is started again, it will soon hold what it held. */
  get bytes(): number {
    return this.supervisor === null ? 0 : this.options.processes().memoryBytes || this.options.estimate;
  }

  status(starting: boolean): ReturnType<EncoderRunner['status']> {
    const without = starting ? 'starting' : this.problem !== null ? 'failed' : 'stopped';
    return {
      ...this.options.processes(),
      state: this.supervisor?.state ?? without,
      restarts: this.restarts + (this.supervisor?.restarts ?? 0),
    };
  }

  /** Starts a process. @throws PACK_INVALID, ENCODER_UNAVAILABLE; nothing is left behind then */
  async open(): Promise<void> {
    const supervisor = this.options.supervise();
    this.supervisor = supervisor;
    try {
      await supervisor.ready();
      this.failure = null;
    } catch (error) {
      this.failure = (error as Error).message;
      this.supervisor = null;
      await supervisor.close();
      throw error;
    }
  }

  ready(): Promise<void> {
    return this.supervisor?.ready() ?? Promise.reject(new WorkerLost('the process was unloaded'));
  }

  /** @throws WorkerLost when there is none */
  current(): Supervised {
    if (this.supervisor === null) throw new WorkerLost('the process was unloaded');
    return this.supervisor;
  }

  /** Ends a start that is under way; {@link open} rejects then. */
  abort(): void {
    void this.supervisor?.close();
  }

  /** Ends the process. Its bytes count until it is really gone. */
  close(): Promise<void> {
    const { supervisor } = this;
    if (this.leaving !== null || supervisor === null) return this.leaving ?? Promise.resolve();
    this.restarts += supervisor.restarts;
    this.leaving = supervisor.close().then(() => {
      this.supervisor = null;
      this.leaving = null;
    });
    return this.leaving;
  }
}

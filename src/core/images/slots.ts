import { DenseqlError } from '../errors.js';
import type { Operation } from '../operation.js';
import { Turns } from '../turns.js';
import { whenOver, whyOver } from '../when-over.js';

/** Whose turn a job takes, and until when it is worth doing. */
export type Waiting = Pick<Operation, 'lane' | 'signal' | 'deadline'>;

/** Of work outside of any operation: nobody leaves, and it has no deadline. */
export const alone = (): Waiting => ({ lane: { client: '' }, signal: new AbortController().signal, deadline: Infinity });

/** What happens in each phase, for messages: "The deadline passed while ...". */
type Words = Readonly<Record<'waiting' | 'running', string>>;

const DECODING: Words = { waiting: 'a picture waited for its turn to be decoded', running: 'a picture was decoded' };

/** The outcome, or why it is no longer waited for. */
function whileWanted<Value>(outcome: Promise<Value>, waiting: Waiting, late: () => DenseqlError): Promise<Value> {
  return new Promise((resolve, reject) => {
    const takeBack = whenOver(waiting, late, reject);
    outcome.then(resolve, reject).finally(takeBack);
  });
}

/** Milliseconds that a slot rests after a job at most. */
const LONGEST_REST = 50;

/** Lets at most `size` jobs run at once; the others wait for their turns. */
export class Slots {
  /** Jobs that run, and slots that rest. */
  private taken = 0;
  private readonly waiting = new Turns<() => void>();

  /**
   * @param sparing while it is true, one job runs at a time, and a slot rests after each for as long as that took
   * @param words of the jobs, where they decode no pictures
   */
  constructor(
    private readonly size: number,
    private readonly sparing: () => boolean = () => false,
    private readonly words: Words = DECODING,
  ) {}

  /** Jobs that wait for a slot. */
  get queued(): number {
    return this.waiting.size;
  }

  /**
   * Runs `job` when a slot is free.
   * @param waiting a job that still waits when its client leaves or its deadline passes is withdrawn and never runs; one that runs keeps its slot to its end,
   *   because decoders cannot be interrupted, but nobody waits for it
   * @throws CANCELLED, DEADLINE_EXCEEDED, and whatever the job throws
   */
  async run<Value>(job: () => Promise<Value>, waiting: Waiting): Promise<Value> {
    await this.enter(waiting);
    return whileWanted(this.through(job), waiting, () => this.late('running'));
  }

  private late(phase: keyof Words): DenseqlError {
    return new DenseqlError('DEADLINE_EXCEEDED', `The deadline passed while ${this.words[phase]}.`, { phase });
  }

  private async through<Value>(job: () => Promise<Value>): Promise<Value> {
    const began = performance.now();
    try {
      return await job();
    } finally {
      if (this.sparing()) setTimeout(() => this.free(), Math.min(performance.now() - began, LONGEST_REST));
      else this.free();
    }
  }

  private free(): void {
    this.taken -= 1;
    this.next();
  }

  private next(): void {
    while (this.waiting.size > 0 && this.taken < (this.sparing() ? 1 : this.size)) {
      this.taken += 1;
      this.waiting.next()!();
    }
  }

  private enter(waiting: Waiting): Promise<void> {
    const { lane, signal, deadline } = waiting;
    if (signal.aborted) return Promise.reject(whyOver(signal));
    if (performance.now() > deadline) return Promise.reject(this.late('waiting'));
    return new Promise((resolve, reject) => {
      const takeBack = whenOver(
        waiting,
        () => this.late('waiting'),
        (error) => {
          this.waiting.remove(lane, start);
          reject(error);
        },
      );
      const start = (): void => {
        takeBack();
        resolve();
      };
      this.waiting.add(lane, start);
      this.next();
    });
  }
}

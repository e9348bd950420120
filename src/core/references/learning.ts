import { DenseqlError } from '../errors.js';
import type { Waiting } from '../images/slots.js';
import { whenOver } from '../when-over.js';

/** What is learnt from. */
export interface LearntFrom {
  /** Id of the set. */
  readonly set: string;
  /** Hash of its items. */
  readonly content: string;
  /** Of its features on the disk. */
  readonly bytes: number;
}

/** Who asks for what is learnt. */
export interface Asker extends Waiting {
  /** Told what is waited for, for the error at the deadline. @returns takes it back */
  readonly waitsFor: (say: () => { readonly phase: 'waiting' | 'running'; readonly words: string }) => () => void;
}

const tooLong = (milliseconds: number): DenseqlError =>
  new DenseqlError(
    'DEADLINE_EXCEEDED',
    `Learning from a reference set took longer than ${milliseconds} ms, ten times DENSEQL_DEADLINE_MS: it was given up. Take a smaller set, or raise that.`,
    { phase: 'running' },
  );
const unwanted = (): DenseqlError =>
  new DenseqlError('CANCELLED', 'The set was changed, and nobody asks for what was learnt of it before.');

/** Something that is being learnt: it goes on when all who asked are gone, for who asks next, unless its set was changed meanwhile. */
export class Learning {
  /** Once it has ended, however. */
  readonly settled: Promise<void>;
  /** What was learnt, or why nothing was. */
  outcome: { readonly value: object } | { readonly error: unknown } | null = null;
  private readonly over = new AbortController();
  /** Those that are still what is learnt from. */
  private readonly sets = new Set<string>();
  private askers = 0;

  /**
   * @param make its signal aborts when what it makes is not wanted any more; what it does later is not heard
   * @param mostMs milliseconds that it may take
   */
  constructor(
    make: (over: AbortSignal) => Promise<object>,
    private readonly content: string,
    mostMs: number,
  ) {
    const { signal } = this.over;
    const made = new Promise<object>((resolve, reject) => {
      const deadline = performance.now() + mostMs;
      const takeBack = whenOver(
        { signal, deadline },
        () => tooLong(mostMs),
        (error) => {
          this.over.abort(error);
          reject(error);
        },
      );
      (async () => make(signal))().then(resolve, reject).finally(takeBack);
    });
    this.settled = made.then(
      (value) => void (this.outcome = { value }),
      (error: unknown) => void (this.outcome = { error }),
    );
  }

  /** Waits until it has ended. @throws CANCELLED, DEADLINE_EXCEEDED */
  async wait(asker: Asker, set: string): Promise<void> {
    this.sets.add(set);
    this.askers += 1;
    const takeBack = asker.waitsFor(() => ({ phase: 'running', words: this.words }));
    try {
      await new Promise<void>((resolve, reject) => {
        const late = (): DenseqlError =>
          new DenseqlError('DEADLINE_EXCEEDED', `The deadline passed while ${this.words}.`, { phase: 'running' });
        const stay = whenOver(asker, late, reject);
        void this.settled.then(resolve).finally(stay);
      });
    } finally {
      takeBack();
      this.askers -= 1;
      this.endUnwanted();
    }
  }

  /** A set is another one now. @param content null: it was deleted */
  changed(set: string, content: string | null): void {
    if (content === this.content) return;
    this.sets.delete(set);
    this.endUnwanted();
  }

  end(reason: Error): void {
    this.over.abort(reason);
  }

  private get words(): string {
    const what = 'something was learnt from a reference set';
    return this.sets.size > 0 ? `${what}. Learning goes on: ask again` : `${what}, which was changed meanwhile. Ask again`;
  }

  private endUnwanted(): void {
    if (this.askers === 0 && this.sets.size === 0) this.end(unwanted());
  }
}

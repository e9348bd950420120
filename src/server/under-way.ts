import { setMaxListeners } from 'node:events';
import type { Config } from '../core/config.js';
import { stopping } from '../core/errors.js';

/** How long what was ended may take to say so, in milliseconds: answers are written. Nobody waits for a pass or a decode that runs on. */
export const LAST_WORDS_MS = 700;

const OVER = 'The server is stopping, and this was not done within its last time (DENSEQL_DRAIN_MS). Send it again.';

/**
 * What a server is working on: requests over HTTP, queries in-process. Told to stop, it lets that go on for DRAIN_MS; then it ends what is left with
 * STOPPING, so that it is still answered.
 */
export class UnderWay {
  private readonly parts = new Set<{ readonly told: () => void }>();
  private readonly ended = new AbortController();
  private readonly idleListeners = new Set<() => void>();
  private drained: Promise<void> | null = null;

  constructor(private readonly config: Pick<Config, 'DRAIN_MS'>) {
    // One listener an operation: all are taken off when it ends.
    setMaxListeners(0, this.over);
  }

  /** Whether the server was told to stop: nothing new is taken. */
  get stopping(): boolean {
    return this.drained !== null;
  }

  /** How much is under way. */
  get count(): number {
    return this.parts.size;
  }

  /** Aborts with STOPPING when the time of what is under way is over. */
  get over(): AbortSignal {
    return this.ended.signal;
  }

  /**
   * @param told called once when the server is told to stop while this is under way
   * @returns to be called when it is done
   */
  begin(told: () => void = () => undefined): () => void {
    const part = { told };
    this.parts.add(part);
    return () => {
      this.parts.delete(part);
      if (this.parts.size === 0) for (const listener of [...this.idleListeners]) listener();
    };
  }

  /**
   * Resolves when nothing is under way any more, or DRAIN_MS and a short time for last words are over. Further calls wait for the first.
   * @param leastMs how long it takes at least, but not more than DRAIN_MS, while nothing is under way
   */
  drain(leastMs = 0): Promise<void> {
    if (this.drained === null) {
      this.drained = this.waitAndEnd(Math.min(leastMs, this.config.DRAIN_MS));
      for (const { told } of this.parts) told();
    }
    return this.drained;
  }

  private async waitAndEnd(leastMs: number): Promise<void> {
    const until = performance.now() + this.config.DRAIN_MS;
    if (leastMs > 0) await new Promise((resolve) => setTimeout(resolve, leastMs));
    await this.idle(until - performance.now());
    this.ended.abort(stopping(OVER));
    await this.idle(LAST_WORDS_MS);
  }

  /** Waits until nothing is under way, but not longer than so many milliseconds. */
  private async idle(milliseconds: number): Promise<void> {
    if (this.parts.size === 0) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.idleListeners.delete(done);
        resolve();
      };
      const timer = setTimeout(done, milliseconds);
      this.idleListeners.add(done);
    });
  }
}

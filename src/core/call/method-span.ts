import { setMaxListeners } from 'node:events';
import type { Operation } from '../operation.js';

/** What is waited for, for the error at the deadline. */
export interface Pending {
  readonly phase: 'waiting' | 'running';
  /** "The deadline passed while ...", without the full stop. */
  readonly words: string;
}

/**
 * How long the work of one method is worth doing: as long as somebody waits for its answer, and beyond that while it learns what later questions want, too
 * (`ReferenceSet.learn`).
 */
export class MethodSpan {
  private readonly answer = new AbortController();
  private readonly work = new AbortController();
  private readonly pendings = new Set<() => Pending>();
  private held = 0;

  constructor() {
    // One listener a piece of work that waits, as an operation's own signal has.
    for (const { signal } of [this.answer, this.work]) setMaxListeners(0, signal);
  }

  /** Aborts when nobody waits for the answer any more. */
  get answered(): AbortSignal {
    return this.answer.signal;
  }

  /** Aborts when nothing of it is worth doing any more. */
  get worked(): AbortSignal {
    return this.work.signal;
  }

  /** What is waited for now beside the method's own work; undefined: nothing. */
  get pending(): Pending | undefined {
    return [...this.pendings].at(-1)?.();
  }

  /** @param say asked at the deadline @returns takes it back */
  waitsFor(say: () => Pending): () => void {
    this.pendings.add(say);
    return () => void this.pendings.delete(say);
  }

  /** Nobody waits for the answer any more. */
  end(reason: Error): void {
    this.answer.abort(reason);
    this.endWork();
  }

  /** Does what is worth doing until it is done or `over` aborts, whoever waits. */
  async hold<Value>(over: AbortSignal, make: () => Promise<Value>): Promise<Value> {
    this.held += 1;
    let isHeld = true;
    const letGo = (): void => {
      if (isHeld) this.held -= 1;
      isHeld = false;
      this.endWork();
    };
    over.addEventListener('abort', letGo, { once: true });
    try {
      return await make();
    } finally {
      over.removeEventListener('abort', letGo);
      letGo();
    }
  }

  /** The operation as the method's work has it: it ends with this span. */
  of(operation: Operation): Operation {
    return Object.create(operation, {
      signal: { value: this.worked },
      deadline: { get: () => (this.held > 0 ? Infinity : operation.deadline) },
    }) as Operation;
  }

  private endWork(): void {
    if (this.held === 0 && this.answered.aborted) this.work.abort(this.answered.reason);
  }
}

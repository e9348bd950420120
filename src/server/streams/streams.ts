import type { FormattedExecutionResult } from 'graphql';
import type { Operation } from '../../core/operation.js';

/** Answers of one operation, one after the other. */
export type Events = AsyncGenerator<FormattedExecutionResult>;

/** Hands what a subscription answers from the engine, which knows single answers, to whoever sends it piece by piece. */
export class Streams {
  private readonly taken = new WeakMap<Operation, { events: Events | null }>();

  /** Says that somebody will send what the operation answers in pieces. */
  expect(operation: Operation): void {
    this.taken.set(operation, { events: null });
  }

  isExpected(operation: Operation): boolean {
    return this.taken.has(operation);
  }

  put(operation: Operation, events: Events): void {
    this.taken.set(operation, { events });
  }

  /** null where nothing began: the operation was refused, or is a query. */
  take(operation: Operation): Events | null {
    return this.taken.get(operation)?.events ?? null;
  }
}

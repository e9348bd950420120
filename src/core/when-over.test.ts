import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { DenseqlError, stopping } from './errors.js';
import { Operation } from './operation.js';
import { whenOver } from './when-over.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const late = () => new DenseqlError('DEADLINE_EXCEEDED', 'late');

/** Waits a minute; `left` are the codes that it left with. */
function waiting(milliseconds = 60_000) {
  const leaving = new AbortController();
  const left: string[] = [];
  const operation = { signal: leaving.signal, deadline: performance.now() + milliseconds };
  const takeBack = whenOver(operation, late, ({ code }) => left.push(code));
  const open = () => [vi.getTimerCount(), getEventListeners(leaving.signal, 'abort').length];
  return { leaving, left, takeBack, open };
}

it('leaves once when the client leaves, and keeps no timer', () => {
  const { leaving, left, open } = waiting();
  leaving.abort();
  vi.advanceTimersByTime(120_000);
  expect(left).toEqual(['CANCELLED']);
  expect(open()).toEqual([0, 0]);
});

it('leaves with the typed error that the signal was aborted with, and with no other', () => {
  const [typed, untyped] = [waiting(), waiting()];
  typed.leaving.abort(stopping('enough'));
  untyped.leaving.abort(new Error('secret'));
  expect([typed.left, untyped.left]).toEqual([['STOPPING'], ['CANCELLED']]);
  const operation = new Operation('test', typed.leaving.signal, Infinity, { passes: 1, texts: 1, maskPixels: 1 });
  expect(() => operation.throwIfOver()).toThrow('enough');
});

it('leaves once at the deadline, and keeps no listener', () => {
  const { leaving, left, open } = waiting();
  vi.advanceTimersByTime(59_000);
  expect(left).toEqual([]);
  vi.advanceTimersByTime(1_000);
  leaving.abort();
  expect(left).toEqual(['DEADLINE_EXCEEDED']);
  expect(open()).toEqual([0, 0]);
});

it('is taken back without a trace', () => {
  const { leaving, left, takeBack, open } = waiting();
  expect(open()).toEqual([1, 1]);
  takeBack();
  expect(open()).toEqual([0, 0]);
  leaving.abort();
  vi.advanceTimersByTime(120_000);
  expect(left).toEqual([]);
});

it('waits for deadlines beyond what a timer takes', () => {
  const { left } = waiting(2 ** 40);
  vi.advanceTimersByTime(1_000);
  expect(left).toEqual([]);
});

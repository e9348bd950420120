import pino from 'pino';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { stopOnSignals } from './stop-on-signals.js';

const exit = vi.spyOn(process, 'exit').mockImplementation((() => undefined) as never);
let before: unknown[];
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
  before = ['SIGINT', 'SIGTERM'].flatMap((signal) => process.listeners(signal as NodeJS.Signals));
  exit.mockClear();
});
afterEach(() => {
  vi.useRealTimers();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    for (const listener of process.listeners(signal)) if (!before.includes(listener)) process.off(signal, listener);
});

/** Signals are emitted, not sent: two that are sent at once may come as one. */
const signal = (name: NodeJS.Signals): boolean => process.emit(name, name);

it('takes a signal that comes twice at once, from a terminal and from npm, for one', async () => {
  let finish = (): void => undefined;
  const close = vi.fn(() => new Promise<void>((resolve) => (finish = resolve)));
  stopOnSignals(close, pino({ level: 'silent' }), 60_000);
  signal('SIGINT');
  vi.advanceTimersByTime(50);
  signal('SIGINT');
  expect(close).toHaveBeenCalledTimes(1);
  expect(exit).not.toHaveBeenCalled();
  finish();
  await vi.waitFor(() => expect(exit).toHaveBeenCalledExactlyOnceWith(0));
});

it('ends at once when somebody asks again', () => {
  stopOnSignals(() => new Promise(() => undefined), pino({ level: 'silent' }), 60_000);
  signal('SIGINT');
  vi.advanceTimersByTime(1000);
  signal('SIGTERM');
  expect(exit).toHaveBeenCalledExactlyOnceWith(1);
});

import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Pace } from './pace.js';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A pace of 100 bytes a second. */
function setUp() {
  const stalled = vi.fn();
  return { pace: new Pace(100, 1000, stalled), stalled };
}

it('is lost in silence', () => {
  const { stalled } = setUp();
  vi.advanceTimersByTime(999);
  expect(stalled).not.toHaveBeenCalled();
  vi.advanceTimersByTime(2);
  expect(stalled).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(10_000);
  expect(stalled).toHaveBeenCalledTimes(1);
});

it('is lost by a byte now and then', () => {
  const { pace, stalled } = setUp();
  for (let i = 0; i < 50; i++) {
    pace.heard(1);
    vi.advanceTimersByTime(100);
  }
  expect(stalled).toHaveBeenCalledTimes(1);
});

it('is kept, however long it takes, by as many bytes as it needs', () => {
  const { pace, stalled } = setUp();
  for (let i = 0; i < 500; i++) {
    pace.heard(10);
    vi.advanceTimersByTime(99);
  }
  expect(stalled).not.toHaveBeenCalled();
  pace.stop();
  vi.advanceTimersByTime(10_000);
  expect(stalled).not.toHaveBeenCalled();
});

it('is not lost where the event loop was busy, and the bytes are only read after it', () => {
  const { pace, stalled } = setUp();
  vi.advanceTimersToNextTimer(); // the time is over, the socket not yet read
  pace.heard(100);
  vi.advanceTimersByTime(10);
  expect(stalled).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1000);
  expect(stalled).toHaveBeenCalledTimes(1);
});

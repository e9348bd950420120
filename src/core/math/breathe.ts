import { setImmediate } from 'node:timers/promises';

/**
 * For loops that compute in the event loop: call it after each piece of work. It lets the loop turn once a slice of time
 * is used up, so that other requests are answered meanwhile.
 *
 * @param signal checked whenever the loop turns
 * @param slice milliseconds of work in one go
 * @returns a function that resolves at once or after a turn; rejects with the signal's reason once it aborted
 */
export function breather(signal: AbortSignal, slice = 8): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < slice) return;
    await setImmediate();
    signal.throwIfAborted();
    since = performance.now();
  };
}

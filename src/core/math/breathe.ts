import { setImmediate as turn } from 'node:timers/promises';

/** When this turn of the event loop was first asked about; null before it was. */
let began: number | null = null;

/** Milliseconds of this turn of the loop that computing has taken so far, whoever computed. */
function taken(): number {
  const now = performance.now();
  if (began === null) {
    began = now;
    setImmediate(() => (began = null));
  }
  return now - began;
}

/**
 * Lets the event loop turn where whoever computed in this turn has used up its slice of time.
 * @param slice milliseconds
 * @returns whether it turned
 */
export async function breathe(slice = 8): Promise<boolean> {
  if (taken() < slice) return false;
  // All who wait are called in one turn: who comes after the slice is used up waits for the next.
  do await turn();
  while (taken() > slice);
  return true;
}

/**
 * For loops that compute in the event loop: call it after each piece of work. It lets the loop turn once a slice of time is used up, so that other
 * requests are answered meanwhile. All who compute share the slice: two hundred methods that each took their own would hold the loop two hundred
 * times as long.
 *
 * @param signal checked whenever the loop turns
 * @param slice milliseconds of work in one go
 * @returns a function that resolves at once or after a turn; rejects with the signal's reason once it aborted
 */
export function breather(signal: AbortSignal, slice = 8): () => Promise<void> {
  return async () => {
    if (await breathe(slice)) signal.throwIfAborted();
  };
}

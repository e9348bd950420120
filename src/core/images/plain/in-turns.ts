import { setImmediate } from 'node:timers/promises';

/** As many samples take some milliseconds. */
const STEP = 1 << 19;

/** Runs `work` over [0, count) piece by piece, and lets others have the thread in between. Pieces begin at multiples of `unit`. */
export async function inTurns(count: number, unit: number, work: (from: number, end: number) => void): Promise<void> {
  const step = Math.max(1, Math.floor(STEP / unit)) * unit;
  for (let from = 0; from < count; from += step) {
    if (from > 0) await setImmediate();
    work(from, Math.min(count, from + step));
  }
}

import { passRuns } from '../passes.js';
import type { Lane } from '../lane.js';
import { Turns } from '../turns.js';

/** Milliseconds of a turn of the event loop that computing may take, whoever computes. */
const SLICE = 8;

/** When this turn of the loop was first asked about; null before it was. */
let began: number | null = null;

/** Milliseconds of this turn that computing has taken so far. */
function taken(): number {
  const now = performance.now();
  if (began === null) {
    began = now;
    setImmediate(() => (began = null));
  }
  return now - began;
}

/** Of whatever is nobody's in particular. */
const NOBODY: Lane = { client: '' };
const waiting = new Turns<() => void>();
let going = false;

/** Lets one after the other go on. The next tick comes when whoever went on computes no more: only then is it known how long that took. */
function goOn(): void {
  if (taken() >= SLICE) {
    if (passRuns()) setTimeout(goOn, SLICE);
    else setImmediate(goOn);
    return;
  }
  const next = waiting.next();
  going = next !== null;
  if (!next) return;
  next();
  // Out of a microtask: ticks in a row would all come before the first of those who wait.
  queueMicrotask(() => process.nextTick(goOn));
}

/**
 * For work in the event loop that may be long: wait for it between pieces. It lets the loop turn once this turn's time is used up, so that other requests
 * are answered meanwhile. All who compute share that time: two hundred methods that each took their own would hold the loop two hundred times as long.
 *
 * @param lane whose work it is: clients take turns, and so do the operations of one
 */
export function breathe(lane: Lane = NOBODY): Promise<void> {
  return new Promise((resolve) => {
    waiting.add(lane, resolve);
    if (going) return;
    going = true;
    process.nextTick(goOn);
  });
}

/** A method knows its signal, not whose operation it works for. */
const lanes = new WeakMap<AbortSignal, Lane>();

/** Whose turns the work takes that breathes by this signal. */
export function takesTurnsOf(signal: AbortSignal, lane: Lane): void {
  lanes.set(signal, lane);
}

/**
 * For loops that compute in the event loop: call it after each piece of work.
 *
 * @param signal checked each time
 * @returns a function that resolves at once or after a turn of the loop; rejects with the signal's reason once it aborted. See `breathe`
 */
export function breather(signal: AbortSignal): () => Promise<void> {
  return async () => {
    await breathe(lanes.get(signal));
    signal.throwIfAborted();
  };
}

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

/** Those who wait, the first at `head`: taking the first off a long list moves all the others. */
let waiting: (() => void)[] = [];
let head = 0;
let going = false;

function nextWaiting(): (() => void) | undefined {
  const next = waiting[head];
  head += 1;
  if (head >= 1000 || next === undefined) {
    waiting = waiting.slice(head);
    head = 0;
  }
  return next;
}

/** Lets one after the other go on. The next tick comes when whoever went on computes no more: only then is it known how long that took. */
function goOn(): void {
  if (taken() >= SLICE) {
    setImmediate(goOn);
    return;
  }
  const next = nextWaiting();
  going = next !== undefined;
  if (!next) return;
  next();
  // Out of a microtask: ticks in a row would all come before the first of those who wait.
  queueMicrotask(() => process.nextTick(goOn));
}

/**
 * For work in the event loop that may be long: wait for it between pieces. It lets the loop turn once this turn's time is used up, so that other requests
 * are answered meanwhile. All who compute share that time: two hundred methods that each took their own would hold the loop two hundred times as long.
 */
export function breathe(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    if (going) return;
    going = true;
    process.nextTick(goOn);
  });
}

/**
 * For loops that compute in the event loop: call it after each piece of work.
 *
 * @param signal checked each time
 * @returns a function that resolves at once or after a turn of the loop; rejects with the signal's reason once it aborted. See {@link breathe}
 */
export function breather(signal: AbortSignal): () => Promise<void> {
  return async () => {
    await breathe();
    signal.throwIfAborted();
  };
}

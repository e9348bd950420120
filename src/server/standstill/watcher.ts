import { writeSync } from 'node:fs';
import { workerData } from 'node:worker_threads';
import { placeOfMain } from './place.js';

// Runs in a thread of its own: whoever stands still cannot say so. It writes by itself, since the log's own writing stands still as well.

export interface Watching {
  /** Counted up by the main thread. */
  readonly beats: Int32Array;
  /** How long the count may stay as it is. */
  readonly limitMs: number;
}

const { beats, limitMs } = workerData as Watching;
/** How often it looks. */
const LOOK_MS = limitMs / 10;
/** How long it waits for a place. */
const PLACE_MS = 2000;

let seen = Atomics.load(beats, 0);
let since = performance.now();
let looked = since;
let isTold = false;

async function look(): Promise<void> {
  const now = performance.now();
  const stoodStillItself = now - looked > limitMs / 2;
  looked = now;
  const count = Atomics.load(beats, 0);
  if (count !== seen || stoodStillItself) {
    seen = count;
    since = now;
    isTold = false;
    return;
  }
  if (isTold || now - since < limitMs) return;
  isTold = true;
  const place = await placeOfMain(PLACE_MS);
  // Meanwhile it may have gone on.
  if (Atomics.load(beats, 0) !== seen) return;
  const whose = place?.plugin ? ` Plugin "${place.plugin.plugin}" holds it up, when it ${place.plugin.doing}.` : '';
  const where = place ? ` It is at ${place.at}.` : '';
  writeSync(
    2,
    `denseql: the event loop has stood still for ${Math.round((now - since) / 1000)} s, and nobody is answered.${whose}${where}\n`,
  );
}

setInterval(() => void look(), LOOK_MS);

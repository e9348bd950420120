import { availableParallelism } from 'node:os';
import { passRuns } from '../passes.js';
import { Slots } from './slots.js';

/**
 * Whatever reads pictures takes turns here. One decode holds up to 4 bytes per pixel of the original and a thread of libuv's pool (4 unless
 * UV_THREADPOOL_SIZE says otherwise), which files and DNS need too: never more than half of it, and never more than there are cores. One client's hundred
 * pictures would hold up the passes of all others: while one runs, decoding holds back as the event loop's computing does.
 */
export const decoding = new Slots(
  Math.max(1, Math.min(availableParallelism(), Math.floor((Number(process.env['UV_THREADPOOL_SIZE']) || 4) / 2))),
  passRuns,
);

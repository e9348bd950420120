import { runningPlugin } from '../../core/plugin-code.js';
import { startWorker } from '../../core/start-worker.js';
import { WHOSE } from './place.js';
import type { Watching } from './watcher.js';

/** Beyond this an event loop that nobody has a turn in is told of, in milliseconds. */
const LIMIT_MS = 5000;

/**
 * Tells on stderr when this thread's event loop stands still, and whose code it stands in: a plugin's endless loop holds up everybody, the log included. It lasts as long as
 * the process.
 */
export function watchForStandstill(limitMs = LIMIT_MS): void {
  const beats = new Int32Array(new SharedArrayBuffer(4));
  Object.defineProperty(globalThis, Symbol.for(WHOSE), { value: runningPlugin });
  setInterval(() => Atomics.add(beats, 0, 1), limitMs / 20).unref();
  startWorker(import.meta.url, 'watcher', { beats, limitMs } satisfies Watching).unref();
}

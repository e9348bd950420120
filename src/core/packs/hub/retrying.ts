import { setTimeout as sleep } from 'node:timers/promises';
import { networkWords } from '../../network-words.js';
import type { HubEnvironment } from './environment.js';
import { stopped, unreachable } from './hub-error.js';

/** What all requests of one pull share. */
export interface Connection {
  readonly environment: HubEnvironment;
  readonly signal: AbortSignal;
  /** Milliseconds without a byte after which a request is given up and tried again. */
  readonly stallMs: number;
  /** Tries in a row that bring nothing. */
  readonly tries: number;
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Something failed and is tried again after `milliseconds`. */
  readonly onRetry: (what: string, why: string, milliseconds: number) => void;
}

export const sleepUnlessStopped = async (milliseconds: number, signal: AbortSignal): Promise<void> => {
  await sleep(milliseconds, undefined, { signal });
};

/** A failure that may be over at the next try: a cut connection, a status that says so. */
export class Passing extends Error {
  constructor(
    cause: unknown,
    /** Milliseconds that the server asks for. */
    readonly afterMs: number | null = null,
    /** The try brought something, so that tries are counted anew. */
    readonly progressed = false,
  ) {
    super(networkWords(cause), { cause });
  }
}

const MAX_WAIT_MS = 10 * 60_000;
const PASSING_STATUS = new Set([408, 425, 429, 500, 502, 503, 504]);

/** `Retry-After` in seconds or as a date; else the hub's own `RateLimit: ...;t=seconds`; null where neither says anything. */
export function retryAfter(headers: Headers, now = Date.now()): number | null {
  const value = headers.get('retry-after')?.trim() ?? '';
  const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - now) / 1000;
  const limit = /;\s*t=(\d+)/.exec(headers.get('ratelimit') ?? '')?.[1];
  const asked = Number.isNaN(seconds) ? (limit === undefined ? null : Number(limit)) : seconds;
  return asked === null ? null : Math.min(MAX_WAIT_MS, Math.max(0, asked * 1000));
}

/** The answer as a reason to try again, or null where trying again cannot help. */
export const passing = (response: Response): Passing | null =>
  PASSING_STATUS.has(response.status) ? new Passing(new Error(`status ${response.status}`), retryAfter(response.headers)) : null;

/**
 * Runs `attempt` until it ends or throws something other than {@link Passing}. Waits half a second, one, two, ... at most thirty between
 * tries, or what the server asks for, but never more than ten minutes.
 *
 * @throws HUB_FAILED after `tries` in a row that brought nothing; CANCELLED when the signal aborts
 */
export async function retrying<Value>(connection: Connection, what: string, attempt: () => Promise<Value>): Promise<Value> {
  const { signal, tries, environment } = connection;
  for (let failed = 0; ;) {
    if (signal.aborted) throw stopped();
    try {
      return await attempt();
    } catch (error) {
      if (signal.aborted) throw stopped();
      if (!(error instanceof Passing)) throw error;
      failed = error.progressed ? 1 : failed + 1;
      if (failed >= tries) throw unreachable(what, environment.endpoint, failed, error.cause);
      const pause = error.afterMs ?? Math.min(30_000, 250 * 2 ** failed * (1 + Math.random() / 4));
      connection.onRetry(what, error.message, pause);
      await connection.wait(pause, signal).catch(() => undefined);
    }
  }
}

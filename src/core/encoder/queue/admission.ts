import { DenseqlError } from '../../errors.js';
import type { Lane } from '../../lane.js';
import type { Turns } from '../../turns.js';
import type { Job } from './job.js';

export interface QueueLimits {
  /** Jobs that may wait. */
  readonly length: number;
  /** Bytes of work that may wait. */
  readonly bytes: number;
}

/** Of the queue, how much one operation's work may fill: what it has beyond waits within the operation, and is never refused for its own sake. */
const OWN_SHARE = 1 / 4;
const GUESSED_PASS_MS = 250;

export const ownShare = ({ length }: QueueLimits): number => Math.max(1, Math.floor(length * OWN_SHARE));

/** What waits already. */
export interface Waiting {
  readonly turns: Turns<Job>;
  /** Jobs that have had their turn and do not run yet. */
  readonly held: readonly Job[];
  /** Passes that come before one that joins the line now. */
  readonly passes: number;
  /** Milliseconds of a usual one; 0: not known. */
  readonly typicalMs: number;
}

/**
 * Room for an operation's work: where there is none, one client's many make way for another's few.
 * @param bytes of the work @param send refuses a job that waits, which leaves the line
 * @throws OVERLOADED where nobody has to make way
 */
export function makeRoom(
  bytes: number,
  lane: Lane,
  limits: QueueLimits,
  waiting: () => Waiting,
  send: (crowding: Job, refusal: DenseqlError) => void,
): void {
  const full = (): DenseqlError | null => fullFor(bytes, lane, limits, waiting());
  for (let refusal = full(); refusal !== null; refusal = full()) {
    const crowding = waiting().turns.crowding(lane);
    if (crowding === null) throw refusal;
    send(crowding, refusal);
  }
}

/** OVERLOADED where work finds no room. Work of an operation that has its share of the room needs none. @param bytes of the work */
function fullFor(bytes: number, lane: Lane, limits: QueueLimits, { turns, held, passes, typicalMs }: Waiting): DenseqlError | null {
  const inside = [...new Set([...held, ...turns.inside()])];
  const full = inside.length >= limits.length && turns.takesRoom(lane);
  // One job may be larger than the whole allowance: it then waits alone. What an operation has beside it waits with it.
  const isFirst = !inside.some((job) => job.lanes.has(lane));
  const heavy = isFirst && inside.length > 0 && inside.reduce((sum, job) => sum + job.spec.bytes, bytes) > limits.bytes;
  if (!full && !heavy) return null;
  const retryAfterMs = Math.ceil(passes * (typicalMs || GUESSED_PASS_MS));
  const limit = full ? `QUEUE_LENGTH: ${limits.length} jobs` : `QUEUE_BYTES: ${limits.bytes} bytes`;
  return new DenseqlError('OVERLOADED', `The encoder's queue is full (${limit}). Try again in ${retryAfterMs} ms.`, { retryAfterMs });
}

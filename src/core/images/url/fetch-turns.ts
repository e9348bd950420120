import { limitExceeded } from '../../errors.js';
import type { Operation } from '../../operation.js';
import type { Lane } from '../../lane.js';
import { Slots } from '../slots.js';

/** Fetches at once: of one operation, so that one query does not take all turns, and of the server. */
const MOST_OF_OPERATION = 4;
const MOST_OF_SERVER = 8;

interface Fetching {
  readonly slots: Slots;
  readonly addresses: Set<string>;
}

/** Bounds what is fetched at once and how many addresses an operation names. Waits in order. */
export class FetchTurns {
  private readonly server = new Slots(MOST_OF_SERVER);
  private readonly operations = new WeakMap<Lane, Fetching>();

  /** @param maxImages setting MAX_IMAGES */
  constructor(private readonly maxImages: number) {}

  private of({ lane }: Operation): Fetching {
    const known = this.operations.get(lane);
    if (known) return known;
    const fresh = { slots: new Slots(MOST_OF_OPERATION), addresses: new Set<string>() };
    this.operations.set(lane, fresh);
    return fresh;
  }

  /**
   * Counts an address before it is asked: pictures are counted by their content, which is known only when a stranger's server has been asked for it.
   * @throws LIMIT_EXCEEDED
   */
  count(operation: Operation, address: string): void {
    const { addresses } = this.of(operation);
    addresses.add(address);
    if (addresses.size > this.maxImages) throw limitExceeded('MAX_IMAGES', addresses.size, this.maxImages, 'addresses of pictures');
  }

  /** @param signal a job that still waits when this aborts is withdrawn @throws CANCELLED, and whatever the job throws */
  run<Value>(operation: Operation, job: () => Promise<Value>, signal: AbortSignal): Promise<Value> {
    const waiting = { lane: operation.lane, deadline: operation.deadline, signal };
    return this.of(operation).slots.run(() => this.server.run(job, waiting), waiting);
  }
}

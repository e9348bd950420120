import type { Lane } from './lane.js';

/** Clients whose latest turns are remembered; the ones that had theirs longest ago are forgotten. */
const MOST_REMEMBERED = 10_000;

/** When clients, and the operations of each, had their latest turns. Turns are counted, not timed; 0: never. */
export class LastTurns {
  private turn = 0;
  /** The latest turn last. Kept while any work waits: who comes again and again, each time with nothing waiting, is no newcomer. */
  private readonly clients = new Map<string, number>();
  private readonly lanes = new WeakMap<Lane, number>();

  readonly ofClient = (client: string): number => this.clients.get(client) ?? 0;
  readonly ofLane = (lane: Lane): number => this.lanes.get(lane) ?? 0;

  take(lane: Lane): void {
    this.turn += 1;
    this.clients.delete(lane.client);
    this.clients.set(lane.client, this.turn);
    this.lanes.set(lane, this.turn);
  }

  /** @param all nobody waits: all clients are newcomers again */
  forget(all: boolean): void {
    if (all) this.clients.clear();
    const [oldest] = this.clients.keys();
    if (this.clients.size > MOST_REMEMBERED) this.clients.delete(oldest!);
  }
}

/** The key that had its turn longest ago, or never; the first of equals. */
export function nextOf<Key>(keys: Iterable<Key>, lastTurn: (key: Key) => number): Key {
  let [found, least]: [Key | undefined, number] = [undefined, Infinity];
  for (const key of keys) {
    const turn = lastTurn(key);
    if (turn < least) [found, least] = [key, turn];
  }
  return found as Key;
}

/** Whoever had its turn longest ago first. */
export const byTurn = <Key>(keys: Iterable<Key>, lastTurn: (key: Key) => number): Key[] =>
  [...keys].sort((a, b) => lastTurn(a) - lastTurn(b));

/** One of each in turn, until all are at their end. */
export function* inTurns<Value>(all: readonly Iterator<Value, undefined>[]): Generator<Value, undefined> {
  for (let left = [...all]; left.length > 0;) {
    const still: Iterator<Value, undefined>[] = [];
    for (const one of left) {
      const { done, value } = one.next();
      if (done === true) continue;
      yield value;
      still.push(one);
    }
    left = still;
  }
}

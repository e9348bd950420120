import type { Fifo } from './fifo.js';
import type { Lane } from './lane.js';
import { byTurn, inTurns, LastTurns, nextOf } from './last-turns.js';
import { WaitingLanes } from './waiting-lanes.js';

/** Work and the operation whose turn it takes. */
interface Chosen<Item> {
  readonly lane: Lane;
  readonly item: Item;
}

/**
 * Work that waits, in the order of its turns: clients take turns, the operations of one client take turns among themselves, and each operation's work keeps
 * its order. Whoever had its turn longest ago is next, so that one who comes now waits for no second turn of another. Nobody waits longer for all that
 * another one asks at once.
 */
export class Turns<Item> extends WaitingLanes<Item> {
  private readonly last = new LastTurns();

  /** The work whose turn is next, which goes on waiting. Another one may come that goes before it. */
  peek(): Item | null {
    return this.nextLane()?.items.first() ?? null;
  }

  next(): Item | null {
    return this.takeTogether(1, () => false)[0] ?? null;
  }

  /**
   * Work that can be done with what is next, that first, in the order of turns: what stands in front of each operation's work and is like it. All of it goes on waiting.
   * @param most so much at most
   */
  together(most: number, alike: (next: Item, other: Item) => boolean): Item[] {
    return this.chosen(most, alike).map(({ item }) => item);
  }

  /** As {@link together}, and takes it: each piece is a turn of its operation. */
  takeTogether(most: number, alike: (next: Item, other: Item) => boolean): Item[] {
    const chosen = this.chosen(most, alike);
    for (const { lane, item } of chosen) {
      this.last.take(lane);
      this.remove(lane, item);
    }
    this.last.forget(this.size === 0);
    return chosen.map(({ item }) => item);
  }

  private nextLane(): { readonly lane: Lane; readonly items: Fifo<Item> } | null {
    if (this.size === 0) return null;
    const lanes = this.clients.get(nextOf(this.clients.keys(), this.last.ofClient))!;
    const lane = nextOf(lanes.keys(), this.last.ofLane);
    return { lane, items: lanes.get(lane)! };
  }

  private chosen(most: number, alike: (next: Item, other: Item) => boolean): Chosen<Item>[] {
    const next = this.nextLane();
    if (next === null) return [];
    const first = next.items.first()!;
    const chosen = new Map<Item, Lane>([[first, next.lane]]);
    // Of each client, its operations in turn; of all clients, one after the other.
    const clients = most === 1 ? [] : byTurn(this.clients.keys(), this.last.ofClient);
    const rounds = clients.map((client) => {
      const lanes = this.clients.get(client)!;
      return inTurns(byTurn(lanes.keys(), this.last.ofLane).map((lane) => front(lane, lanes.get(lane)!, most)));
    });
    for (const { lane, item } of inTurns(rounds)) {
      if (chosen.size >= most) break;
      // Equal work that two operations wait for is there twice.
      if (!chosen.has(item)) chosen.set(item, lane);
    }
    return [...chosen].map(([item, lane]) => ({ lane, item }));

    function* front(lane: Lane, items: Fifo<Item>, count: number): Generator<Chosen<Item>, undefined> {
      for (const item of items.upTo(count)) {
        if (item !== first && !alike(first, item)) return;
        yield { lane, item };
      }
    }
  }
}

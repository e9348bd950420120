import { Fifo } from './fifo.js';
import type { Lane } from './lane.js';
import { byTurn, inTurns, LastTurns, nextOf } from './last-turns.js';

type Lanes<Item> = Map<Lane, Fifo<Item>>;

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
export class Turns<Item> {
  /** Clients, and operations of each, in the order in which they came; none is empty. */
  private readonly clients = new Map<string, Lanes<Item>>();
  private readonly last = new LastTurns();
  private waiting = 0;
  private inRoom = 0;

  /** @param most of one operation's work that takes room; the rest waits behind it, within the operation */
  constructor(private readonly most = Infinity) {}

  /** All work that waits. */
  get size(): number {
    return this.waiting;
  }

  /** Work that takes room. */
  get room(): number {
    return this.inRoom;
  }

  /** Whether further work of the operation takes room, or waits within the operation. */
  takesRoom(lane: Lane): boolean {
    return this.sizeOf(lane) < this.most;
  }

  /** Work of one operation that waits. */
  sizeOf(lane: Lane): number {
    return this.clients.get(lane.client)?.get(lane)?.length ?? 0;
  }

  /** All work that takes room. */
  *inside(): Generator<Item> {
    for (const lanes of this.clients.values()) for (const items of lanes.values()) yield* items.upTo(this.most);
  }

  add(lane: Lane, item: Item): void {
    const lanes = this.clients.get(lane.client) ?? (new Map() as Lanes<Item>);
    this.clients.set(lane.client, lanes);
    const items = lanes.get(lane) ?? new Fifo<Item>();
    lanes.set(lane, items);
    items.push(item);
    this.waiting += 1;
    if (items.length <= this.most) this.inRoom += 1;
  }

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
    this.last.forget(this.waiting === 0);
    return chosen.map(({ item }) => item);
  }

  remove(lane: Lane, item: Item): void {
    const items = this.clients.get(lane.client)?.get(lane);
    const roomTaken = items !== undefined && items.length <= this.most;
    if (items?.remove(item)) this.gone(lane, items, roomTaken);
  }

  /**
   * Who must go that another may come where there is no room: the newest work of the client that takes most room; null where that is the
   * newcomer's own, or has no more than it would then have. Room may come with the next one only.
   */
  crowding(newcomer: Lane): Item | null {
    const own = this.roomOf(this.clients.get(newcomer.client));
    const most = [...this.clients.values()].reduce((a, b) => (this.roomOf(b) > this.roomOf(a) ? b : a), new Map() as Lanes<Item>);
    if (this.roomOf(most) <= own + 1) return null;
    const longest = [...most.values()].reduce((a, b) => (b.length > a.length ? b : a));
    return longest.last() ?? null;
  }

  private roomOf(lanes: Lanes<Item> | undefined): number {
    let room = 0;
    for (const items of lanes?.values() ?? []) room += Math.min(items.length, this.most);
    return room;
  }

  private nextLane(): { readonly lane: Lane; readonly items: Fifo<Item> } | null {
    if (this.waiting === 0) return null;
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

  /** After an item of a lane went. */
  private gone(lane: Lane, items: Fifo<Item>, roomTaken: boolean): void {
    if (roomTaken) this.inRoom -= 1;
    this.waiting -= 1;
    const lanes = this.clients.get(lane.client)!;
    if (items.length === 0) lanes.delete(lane);
    if (lanes.size === 0) this.clients.delete(lane.client);
  }
}

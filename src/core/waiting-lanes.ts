import { Fifo } from './fifo.js';
import type { Lane } from './lane.js';

type Lanes<Item> = Map<Lane, Fifo<Item>>;

/** Work that waits, by client and operation, and how much of it takes room. */
export class WaitingLanes<Item> {
  /** Clients, and operations of each, in the order in which they came; none is empty. */
  protected readonly clients = new Map<string, Lanes<Item>>();
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

  /** After an item of a lane went. */
  private gone(lane: Lane, items: Fifo<Item>, roomTaken: boolean): void {
    if (roomTaken) this.inRoom -= 1;
    this.waiting -= 1;
    const lanes = this.clients.get(lane.client)!;
    if (items.length === 0) lanes.delete(lane);
    if (lanes.size === 0) this.clients.delete(lane.client);
  }
}

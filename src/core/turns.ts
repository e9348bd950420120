/** Whose turn a piece of work takes; the object itself stands for one operation. */
export interface Lane {
  /** Equal for all operations of one client. */
  readonly client: string;
}

type Lanes<Item> = Map<Lane, Item[]>;

/** Takes the first of a map's entries to its end. */
const rotate = <Key, Value>(map: Map<Key, Value>, key: Key, value: Value): void => {
  map.delete(key);
  map.set(key, value);
};

const sizeOf = <Item>(lanes: Lanes<Item> | undefined): number => {
  let size = 0;
  for (const items of lanes?.values() ?? []) size += items.length;
  return size;
};

/**
 * Work that waits, in the order of its turns: clients take turns, the operations of one client take turns among themselves, and each operation's work keeps
 * its order. Nobody waits longer for all that another one asks at once.
 */
export class Turns<Item> {
  /** Clients, and operations of each, in the order of the next turns; none is empty. */
  private readonly clients = new Map<string, Lanes<Item>>();
  /** Work that had its turn and lost it through no fault of its own. */
  private readonly first: Item[] = [];
  private waiting = 0;

  get size(): number {
    return this.waiting;
  }

  add(lane: Lane, item: Item): void {
    const lanes = this.clients.get(lane.client) ?? (new Map() as Lanes<Item>);
    this.clients.set(lane.client, lanes);
    const items = lanes.get(lane) ?? [];
    lanes.set(lane, items);
    items.push(item);
    this.waiting += 1;
  }

  /** Puts work before all other. */
  putBack(item: Item): void {
    this.first.unshift(item);
    this.waiting += 1;
  }

  next(): Item | null {
    if (this.waiting === 0) return null;
    this.waiting -= 1;
    if (this.first.length > 0) return this.first.shift() as Item;
    const [client, lanes] = this.clients.entries().next().value!;
    const [lane, items] = lanes.entries().next().value!;
    rotate(this.clients, client, lanes);
    rotate(lanes, lane, items);
    const item = items.shift() as Item;
    this.tidy(lane, lanes, items);
    return item;
  }

  remove(lane: Lane, item: Item): void {
    const lanes = this.clients.get(lane.client);
    const items = lanes?.get(lane);
    for (const list of [this.first, items ?? []]) {
      const at = list.indexOf(item);
      if (at < 0) continue;
      list.splice(at, 1);
      this.waiting -= 1;
    }
    if (lanes && items) this.tidy(lane, lanes, items);
  }

  /**
   * Who must go that another may come where there is no room: the newest work of the client that has most waiting; null where that is the
   * newcomer's own, or has no more than it would then have.
   */
  crowding(newcomer: Lane): Item | null {
    const own = sizeOf(this.clients.get(newcomer.client));
    const most = [...this.clients.values()].reduce((a, b) => (sizeOf(b) > sizeOf(a) ? b : a), new Map() as Lanes<Item>);
    if (sizeOf(most) <= own + 1) return null;
    const longest = [...most.values()].reduce((a, b) => (b.length > a.length ? b : a));
    return longest.at(-1) ?? null;
  }

  private tidy(lane: Lane, lanes: Lanes<Item>, items: readonly Item[]): void {
    if (items.length === 0) lanes.delete(lane);
    if (lanes.size === 0) this.clients.delete(lane.client);
  }
}

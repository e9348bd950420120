import { LRUCache } from 'lru-cache';

/** How long values stay that nobody uses. */
interface Stay {
  readonly milliseconds: number;
  /** The clock, in milliseconds. */
  readonly now: () => number;
}

/**
 * Values by name in memory, bounded in bytes. Clients share the room evenly: where it is full, whoever holds most loses what it has used least recently,
 * so that nobody pushes out what others have by asking for much. What several clients were given counts for each of them.
 */
export class SharedRoom<Value extends object> {
  private readonly clients = new Map<string, LRUCache<string, Value>>();
  private readonly holders = new Map<string, Set<LRUCache<string, Value>>>();

  constructor(
    private readonly maxBytes: number,
    private readonly bytesOf: (value: Value) => number,
    private readonly stay: Stay | null = null,
  ) {}

  /** Keeps a value, which is no larger than the whole room, in the share of a client. */
  set(who: string, name: string, value: Value): void {
    // What nobody uses leaves the memory when others come, not only when asked for.
    if (this.stay) for (const held of this.clients.values()) held.purgeStale();
    const own = this.clients.get(who) ?? this.open(who);
    own.set(name, value);
    this.holders.set(name, (this.holders.get(name) ?? new Set()).add(own));
    for (let bytes = this.bytes(); bytes > this.maxBytes; bytes = this.bytes()) this.most(own).pop();
  }

  /** Counts as a use for all who hold it. */
  get(name: string): Value | undefined {
    const found = [...(this.holders.get(name) ?? [])].map((holder) => holder.get(name));
    return found.find((value) => value !== undefined);
  }

  private bytes(): number {
    let sum = 0;
    for (const { calculatedSize } of this.clients.values()) sum += calculatedSize;
    return sum;
  }

  /** Who loses something next. What came last stays: its address is about to be told. */
  private most(newest: LRUCache<string, Value>): LRUCache<string, Value> {
    const losing = [...this.clients.values()].filter((held) => held !== newest || held.size > 1);
    return losing.reduce((a, b) => (b.calculatedSize > a.calculatedSize ? b : a));
  }

  private open(who: string): LRUCache<string, Value> {
    const own = new LRUCache<string, Value>({
      maxSize: this.maxBytes,
      sizeCalculation: (value) => Math.max(1, this.bytesOf(value)),
      // No timer that remembers the time for a while: the clock is asked each time, so that tests can set it.
      ...(this.stay && { ttl: this.stay.milliseconds, updateAgeOnGet: true, ttlResolution: 0, perf: { now: this.stay.now } }),
      // Called for what is set anew, too, which stays.
      dispose: (_value, name, reason) => {
        if (reason === 'set') return;
        const holders = this.holders.get(name);
        holders?.delete(own);
        if (holders?.size === 0) this.holders.delete(name);
        if (own.size === 0) this.clients.delete(who);
      },
    });
    this.clients.set(who, own);
    return own;
  }
}

import { LRUCache } from 'lru-cache';
import { stopping } from '../errors.js';
import { Slots } from '../images/slots.js';
import { makeLasting } from '../math/lasting.js';
import { bytesHeld } from './bytes-held.js';
import { Learning, type Asker, type LearntFrom } from './learning.js';

/**
 * Bytes of features of a set that counts as small. Learning takes about as much memory as the set's features: 2.0 GB of the server with 200 pictures of 5.9 MB, 1.0 GB with
 * 50 of them. So two small ones add a quarter of a gigabyte at most to the one large one, which with the most that `memory` takes is nine times as large as either.
 */
const SMALL_BYTES = 128 * 1024 * 1024;
/** Small ones that are learnt at once, beside one large one. */
const SMALL_AT_ONCE = 2;
/** Deadlines of an operation that learning may take, whoever waits for it. */
const MOST_DEADLINES = 10;

const WORDS = {
  waiting: 'it waited for its turn to learn from a reference set, and others were before it. Ask again',
  running: 'something was learnt from a reference set',
};

const ended = (): Error => stopping('The server is stopping: what was learnt from a reference set is lost.');

/** What methods have learnt from sets, for later operations: in memory, bounded in bytes, the least recently used goes. */
export class Learnt {
  private readonly kept: LRUCache<string, object>;
  private readonly running = new Map<string, Learning>();
  private readonly large = new Slots(1, () => false, WORDS);
  /** Beside the large ones, so that no question of a few pictures waits for minutes. */
  private readonly small = new Slots(SMALL_AT_ONCE, () => false, WORDS);
  private closed = false;

  /** @param deadlineMs of an operation */
  constructor(
    mostBytes: number,
    private readonly deadlineMs: number,
  ) {
    this.kept = new LRUCache({ maxSize: mostBytes, sizeCalculation: (value, key) => bytesHeld(value) + 2 * key.length });
  }

  /**
   * @param key says all that the value depends on, whose it is among it
   * @param make must not learn anything else from a set; its signal aborts when what it makes is not wanted any more. It goes on when nobody asks any more, and is
   *   dropped with who asks while it waits for its turn
   */
  async get<Value extends object>(
    key: string,
    make: (over: AbortSignal) => Promise<Value>,
    from: LearntFrom,
    asker: Asker,
  ): Promise<Value> {
    for (;;) {
      const known = this.kept.get(key);
      if (known !== undefined) return known as Value;
      const running = this.running.get(key);
      await running?.wait(asker, from.set);
      const learning = running ?? (await this.begin(key, make, from, asker));
      const outcome = learning?.outcome ?? null;
      if (outcome !== null && 'value' in outcome) return outcome.value as Value;
      // Who comes to another's that fails tries it anew.
      if (outcome !== null && !running) throw outcome.error;
    }
  }

  /** A set is another one now: what is learnt from it as it was ends unless somebody waits for it. @param content null: it was deleted */
  changed(set: string, content: string | null): void {
    for (const learning of this.running.values()) learning.changed(set, content);
  }

  close(): void {
    this.closed = true;
    for (const learning of this.running.values()) learning.end(ended());
  }

  /** Begins when it is its turn, and waits for it. @returns null where somebody else has begun the same meanwhile */
  private begin(key: string, make: (over: AbortSignal) => Promise<object>, from: LearntFrom, asker: Asker): Promise<Learning | null> {
    const slots = from.bytes < SMALL_BYTES ? this.small : this.large;
    const takeBack = asker.waitsFor(() => ({ phase: 'waiting', words: WORDS.waiting }));
    return new Promise<Learning | null>((resolve, reject) => {
      const job = async (): Promise<void> => {
        takeBack();
        if (this.closed) throw ended();
        if (this.kept.has(key) || this.running.has(key)) return resolve(null);
        const learning = new Learning((over) => this.made(key, make(over)), from.content, MOST_DEADLINES * this.deadlineMs);
        this.running.set(key, learning);
        learning.wait(asker, from.set).then(() => resolve(learning), reject);
        // Its turn ends with it, not with who asked.
        await learning.settled;
        this.running.delete(key);
      };
      slots.run(job, asker).catch(reject);
    }).finally(takeBack);
  }

  private async made(key: string, making: Promise<object>): Promise<object> {
    const value = await making;
    makeLasting(value);
    // What is larger than all of the room is not kept.
    this.kept.set(key, value);
    return value;
  }
}

import { LRUCache } from 'lru-cache';
import { DenseqlError } from '../errors.js';
import { Slots, type Waiting } from '../images/slots.js';
import { makeLasting } from '../math/lasting.js';
import { whenOver } from '../when-over.js';
import { bytesHeld } from './bytes-held.js';

const late = (): DenseqlError =>
  new DenseqlError('DEADLINE_EXCEEDED', 'The deadline passed while something was learnt from a reference set.', { phase: 'running' });

/** What is made as long as somebody waits for it: what is left behind must not keep others from their turns. */
function whileWaited<Value>(make: () => Promise<Value>, waiting: Waiting): Promise<Value> {
  return new Promise((resolve, reject) => {
    const takeBack = whenOver(waiting, late, reject);
    make().then(resolve, reject).finally(takeBack);
  });
}

/** What methods have learnt from sets, for later operations: in memory, bounded in bytes, the least recently used goes. */
export class Learnt {
  private readonly kept: LRUCache<string, object>;
  /** One at a time, in turns: of hundreds of pictures it takes hundreds of megabytes meanwhile. */
  private readonly slot = new Slots(1, () => false, {
    waiting: 'it was to be learnt from a reference set, and others were before it',
    running: 'something was learnt from a reference set',
  });

  constructor(mostBytes: number) {
    this.kept = new LRUCache({ maxSize: mostBytes, sizeCalculation: (value, key) => bytesHeld(value) + 2 * key.length });
  }

  /**
   * @param key says all that the value depends on, whose it is among it
   * @param waiting who asks; `make` must not learn anything else from a set
   */
  async get<Value extends object>(key: string, make: () => Promise<Value>, waiting: Waiting): Promise<Value> {
    const find = (): Value | undefined => this.kept.get(key) as Value | undefined;
    const known = find();
    if (known !== undefined) return known;
    return this.slot.run(async () => {
      // Whoever was before may have asked the same.
      const found = find();
      if (found !== undefined) return found;
      const value = await whileWaited(make, waiting);
      makeLasting(value);
      // What is larger than all of the room is not kept.
      this.kept.set(key, value);
      return value;
    }, waiting);
  }
}

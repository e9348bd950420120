import type { Operation } from './operation.js';
import type { Lane } from './lane.js';

type InLane = Pick<Operation, 'lane'>;

/** Values that several fields of one operation ask for: each is made once for all of them. What failed is forgotten, so that who asks later tries again. */
export class OnceAnOperation<Value> {
  private readonly operations = new WeakMap<Lane, Map<string, Promise<Value>>>();

  has({ lane }: InLane, key: string): boolean {
    return this.operations.get(lane)?.has(key) ?? false;
  }

  get({ lane }: InLane, key: string, make: () => Promise<Value>): Promise<Value> {
    const known = this.operations.get(lane) ?? new Map<string, Promise<Value>>();
    this.operations.set(lane, known);
    const before = known.get(key);
    if (before !== undefined) return before;
    const made = make();
    known.set(key, made);
    made.catch(() => known.delete(key));
    return made;
  }
}

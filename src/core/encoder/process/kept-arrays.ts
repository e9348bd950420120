import { LRUCache } from 'lru-cache';

/** Of one process: a few memories of references. */
const MOST_BYTES = 64 * 1024 * 1024;

/**
 * Arrays that a process keeps, so that they are sent once. Both sides have such an account and change it with each command alike, so that each knows what the other
 * has.
 */
export class KeptArrays<Value extends object = object> {
  private readonly kept = new LRUCache<string, Value>({ maxSize: MOST_BYTES });

  /** Counts as a use. */
  get(name: string): Value | undefined {
    return this.kept.get(name);
  }

  /** @returns whether it is kept: what is larger than all of the room is not */
  add(name: string, bytes: number, value: Value): boolean {
    this.kept.set(name, value, { size: Math.max(1, bytes) });
    return this.kept.has(name);
  }
}

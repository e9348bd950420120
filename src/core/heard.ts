import { types } from 'node:util';

const nothing = (): void => undefined;

/**
 * A promise whose failure ends nothing where nobody waits for it. Node ends the process at a rejection that is not heard, and a plugin that asks two things
 * at once and fails at the first never comes to wait for the second. Whoever does wait is told all the same.
 */
export function heard<Value>(value: Value): Value {
  if (!types.isPromise(value)) return value;
  try {
    void Promise.prototype.then.call(value, nothing, nothing);
  } catch {
    // A class of somebody's own whose species throws: it is not ours to hear.
  }
  return value;
}

/** Deep enough for a list of objects with lists; what lies deeper is its plugin's own. */
const DEEPEST = 4;

const isPlain = (value: object): boolean => [Object.prototype, null].includes(Object.getPrototypeOf(value) as object | null);

/**
 * Hears the promises among a value's own properties, in lists and plain objects of them, too. Nothing is run: no getter is called.
 * @param value of any class; what is nested is looked into only where it is plain
 */
export function hearWithin<Value>(value: Value, depth = DEEPEST, seen = new Set<object>()): Value {
  if (types.isPromise(value)) return heard(value);
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || types.isProxy(value)) return value;
  if (depth === 0 || seen.has(value)) return value;
  seen.add(value);
  for (const key of Object.keys(value)) {
    const member: unknown = Object.getOwnPropertyDescriptor(value, key)?.value;
    if (typeof member !== 'object' || member === null) continue;
    if (types.isPromise(member) || Array.isArray(member) || isPlain(member)) hearWithin(member, depth - 1, seen);
  }
  return value;
}

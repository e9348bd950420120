const isObject = (value: unknown): value is object => (typeof value === 'object' && value !== null) || typeof value === 'function';

/** A value that is there, or null where looking fails. */
function look(from: object, key: PropertyKey): unknown {
  try {
    const value: unknown = Reflect.get(from, key);
    if (value instanceof Promise) value.catch(() => undefined);
    return value;
  } catch {
    return null;
  }
}

/** One step from an object: own properties of any kind, what collections hold, an array's memory, the prototype. */
function* steps(object: object, calling: boolean): Generator<unknown> {
  yield Object.getPrototypeOf(object);
  if (ArrayBuffer.isView(object)) return yield object.buffer;
  for (const key of Reflect.ownKeys(object)) {
    const { get, set, value } = Reflect.getOwnPropertyDescriptor(object, key) ?? {};
    yield* [get, set, value, get && calling ? look(object, key) : null];
  }
  if (object instanceof Map) for (const entry of object) yield* entry;
  if (object instanceof Set) yield* object;
}

export interface Walk {
  /** Left out, with all that only they lead to. */
  readonly without?: ReadonlySet<object>;
  /** Whether getters are called, too. */
  readonly calling?: boolean;
}

/** Every object that one gets to from some values. */
export function closure(values: Iterable<unknown>, { without, calling = true }: Walk = {}): Set<object> {
  const found = new Set<object>();
  const open = [...values];
  while (open.length > 0) {
    const value = open.pop();
    if (!isObject(value) || found.has(value) || without?.has(value)) continue;
    found.add(value);
    for (const next of steps(value, calling)) open.push(next);
  }
  return found;
}

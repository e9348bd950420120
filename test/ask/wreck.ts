const nonsense = (): never => {
  throw new Error('A vandal was here.');
};

const tried = (write: () => unknown): void => {
  try {
    write();
  } catch {
    // Refused, as it should be.
  }
};

/** Names that GraphQL, promises and JSON look for in whatever they are given. */
const ADDED = ['path', 'extensions', 'locations', 'originalError', 'toJSON', 'then', 'id', 'resolve'];

function wreckMember(object: object, key: PropertyKey): void {
  const value: unknown = typeof Reflect.getOwnPropertyDescriptor(object, key)?.value === 'function' ? nonsense : NaN;
  tried(() => Reflect.set(object, key, value));
  tried(() => Reflect.defineProperty(object, key, { value, writable: true, configurable: true, enumerable: true }));
  tried(() => Reflect.deleteProperty(object, key));
}

/** Writes to one object in every way that JavaScript knows. */
export function wreck(object: object): void {
  if (object instanceof ArrayBuffer || object instanceof SharedArrayBuffer) return tried(() => void new Uint8Array(object).fill(0xff));
  if (ArrayBuffer.isView(object)) return tried(() => void (object as Float32Array).fill(NaN));
  if (object instanceof EventTarget) tried(() => object.dispatchEvent(new Event('abort')));
  if (object instanceof Map || object instanceof Set) {
    tried(() => object.clear());
    tried(() => (object instanceof Map ? object.set('vandal', NaN) : object.add('vandal')));
  }
  for (const key of Reflect.ownKeys(object)) wreckMember(object, key);
  if (Array.isArray(object)) {
    tried(() => object.push(null));
    tried(() => (object.length = 0));
  }
  for (const key of ADDED) tried(() => Reflect.defineProperty(object, key, { value: [], configurable: true, enumerable: true }));
  tried(() => Object.setPrototypeOf(object, null));
}

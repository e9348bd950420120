import * as tsyringe from 'tsyringe';
import * as zod from 'zod';
import { closure } from './walk.js';

/** Constructors of JavaScript and Node, whatever a test runner has put beside them. */
const builtIn = Object.getOwnPropertyNames(globalThis).flatMap((name) => {
  const value: unknown = Reflect.get(globalThis, name);
  return typeof value === 'function' || ['Reflect', 'Math', 'JSON', 'Atomics', 'Intl', 'WebAssembly'].includes(name) ? [value] : [];
});

/** Things whose prototypes, and hidden state's prototypes, are nobody's but the engine's and Node's. */
const ofTheEngine = (): unknown[] => [
  new AbortController(),
  new Event('abort'),
  Buffer.alloc(1),
  new URL('http://localhost'),
  [][Symbol.iterator](),
  new Map().entries(),
  new Set().entries(),
  (function* () {})(),
  (async function* () {})(),
  async () => undefined,
];

/**
 * What no host can guard without a realm, or a process, for each plugin: what JavaScript and Node share with everybody (Object.prototype,
 * Float32Array.prototype, Promise, ...), and libraries that a plugin can import itself (zod, tsyringe). The vandal leaves it alone.
 */
export const foreign = (): Set<object> =>
  closure([...builtIn, ...ofTheEngine(), ...Object.values(zod), ...Object.values(tsyringe)], { calling: false });

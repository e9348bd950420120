import type { Store } from './store.js';

/**
 * Values out of a store, for work that may be under way: what is finished while the store is asked is found too.
 *
 * @param isUnderWay whether the value of a key is being computed at present
 * @returns by key; those that must be computed are missing
 */
export async function findKept<Value>(
  store: Store<Value>,
  keys: readonly string[],
  isUnderWay: (key: string) => boolean,
): Promise<Map<string, Value>> {
  const found = new Map<string, Value>();
  const ask = async (wanted: readonly string[]): Promise<void> => {
    if (wanted.length === 0) return;
    // A store that does not answer costs a pass.
    const values = await store.get(wanted).catch(() => []);
    wanted.forEach((key, index) => {
      const value = values[index];
      if (value !== undefined) found.set(key, value);
    });
  };
  const flying = keys.filter(isUnderWay);
  await ask(keys);
  await ask(flying.filter((key) => !found.has(key) && !isUnderWay(key)));
  return found;
}

import { LRUCache } from 'lru-cache';
import type { Config } from '../../config.js';
import type { EncodedText, PassFeatures } from '../contract/encoder.js';
import type { EncoderStores, Store } from './store.js';

/** A store in this process, bounded in bytes: the least recently used go first. */
function memoryStore<Value extends object>(maxSize: number, bytesOf: (value: Value, key: string) => number): Store<Value> {
  const kept = new LRUCache<string, Value>({ maxSize, sizeCalculation: (value, key) => Math.max(1, bytesOf(value, key)) });
  return {
    get: async (keys) => keys.map((key) => kept.get(key)),
    set: async (key, value) => void kept.set(key, value),
    bytes: () => kept.calculatedSize,
  };
}

/** Bytes that the features hold. */
export const featureBytes = ({ outputs }: PassFeatures): number =>
  Object.values(outputs).reduce((sum, { data }) => sum + data.byteLength, 0);

/** Two characters' bytes a unit of the key, and four numbers beside the vector. */
const textBytes = ({ vector }: EncodedText, key: string): number => vector.byteLength + key.length * 2 + 32;

/** Features and texts in memory, within CACHE_BYTES and TEXT_CACHE_BYTES. */
export const createMemoryStores = ({ CACHE_BYTES, TEXT_CACHE_BYTES }: Pick<Config, 'CACHE_BYTES' | 'TEXT_CACHE_BYTES'>): EncoderStores => ({
  features: memoryStore(CACHE_BYTES, featureBytes),
  texts: memoryStore(TEXT_CACHE_BYTES, textBytes),
});

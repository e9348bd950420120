import { LRUCache } from 'lru-cache';
import type { Config } from '../config.js';
import type { PackManifest } from '../packs/manifest.js';
import type { EncodedText, Features } from './encoder.js';
import { featureBytes } from './features.js';

/**
 * What encoders gave before. One pair for all encoders of a server: the settings bound the sum, and what an encoder gave stays known
 * after it was let go. Keys begin with {@link packId}.
 */
export interface EncoderCaches {
  readonly features: LRUCache<string, Features>;
  readonly texts: LRUCache<string, EncodedText>;
}

/** Two numbers that a text's vector is kept with. */
const COUNTS_BYTES = 16;

/** Which pack numbers came from: vectors of two packs, or of two revisions of one, never stand for each other. */
export const packId = ({ name, revision }: PackManifest): string => `${name}@${revision}`;

export const createEncoderCaches = ({ CACHE_BYTES, TEXT_CACHE_BYTES }: Config): EncoderCaches => ({
  features: new LRUCache({ maxSize: CACHE_BYTES, sizeCalculation: (features) => Math.max(1, featureBytes(features)) }),
  texts: new LRUCache({
    maxSize: TEXT_CACHE_BYTES,
    sizeCalculation: ({ vector }, key) => vector.byteLength + COUNTS_BYTES + key.length * 2,
  }),
});

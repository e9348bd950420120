import { LRUCache } from 'lru-cache';
import type { Config } from '../config.js';
import { DenseqlError } from '../errors.js';
import { scopedKey, scopedName } from '../scope.js';
import { imageTooLarge } from './limits.js';
import type { SourcePicture } from './picture.js';

export interface StoredUpload {
  /** The same picture uploaded twice within a scope is one upload. SHA-256 of the bytes, hex; within a scope a keyed hash of that. */
  readonly id: string;
  /** When it goes unless used before, in milliseconds since 1970. */
  readonly expiresAt: number;
}

/**
 * Keeps uploads for a while, those of each scope apart (`Operation.scope`; absent: that of everybody without a key). Asynchronous, so that a store shared
 * by several servers fits too.
 */
export interface UploadStore {
  /** @throws IMAGE_TOO_LARGE when the picture alone is more than the store holds */
  put(picture: SourcePicture, scope?: string): Promise<StoredUpload>;
  /** Counts as a use: the time to live starts again. @throws UPLOAD_NOT_FOUND */
  get(id: string, scope?: string): Promise<SourcePicture>;
}

/**
 * Uploads in this process's memory, bounded in bytes: the least recently used go first.
 *
 * @param now the clock, in milliseconds since 1970
 */
export function createUploadStore(config: Pick<Config, 'UPLOAD_STORE_BYTES' | 'UPLOAD_TTL_MS'>, now: () => number = Date.now): UploadStore {
  const uploads = new LRUCache<string, SourcePicture>({
    maxSize: config.UPLOAD_STORE_BYTES,
    sizeCalculation: (picture) => picture.bytes.length,
    ttl: config.UPLOAD_TTL_MS,
    updateAgeOnGet: true,
    // No timer that remembers the time for a while: the clock is asked each time, so that tests can set it.
    ttlResolution: 0,
    perf: { now },
  });
  return {
    async put(picture, scope = '') {
      const size = picture.bytes.length;
      if (size > config.UPLOAD_STORE_BYTES) throw imageTooLarge('UPLOAD_STORE_BYTES', size, config.UPLOAD_STORE_BYTES, `${size} bytes`);
      // Expired pictures leave the memory when others come, not only when asked for.
      uploads.purgeStale();
      const id = scopedName(scope, 'upload', picture.content);
      uploads.set(scopedKey(scope, id), picture);
      return { id, expiresAt: now() + config.UPLOAD_TTL_MS };
    },
    async get(id, scope = '') {
      const picture = uploads.get(scopedKey(scope, id));
      if (picture) return picture;
      throw new DenseqlError(
        'UPLOAD_NOT_FOUND',
        `No upload "${id.slice(0, 80)}": it was never made here or has expired. Upload the picture again.`,
      );
    },
  };
}

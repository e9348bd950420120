import { LRUCache } from 'lru-cache';
import type { Config } from '../config.js';
import { DenseqlError } from '../errors.js';
import { imageTooLarge } from './limits.js';
import type { SourcePicture } from './picture.js';

export interface StoredUpload {
  /** SHA-256 of the bytes, hex: the same picture uploaded twice is one upload. */
  readonly id: string;
  /** When it goes unless used before, in milliseconds since 1970. */
  readonly expiresAt: number;
}

/** Keeps uploads for a while. Asynchronous, so that a store shared by several servers fits too. */
export interface UploadStore {
  /** @throws IMAGE_TOO_LARGE when the picture alone is more than the store holds */
  put(picture: SourcePicture): Promise<StoredUpload>;
  /** Counts as a use: the time to live starts again. @throws UPLOAD_NOT_FOUND */
  get(id: string): Promise<SourcePicture>;
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
    async put(picture) {
      const size = picture.bytes.length;
      if (size > config.UPLOAD_STORE_BYTES) throw imageTooLarge('UPLOAD_STORE_BYTES', size, config.UPLOAD_STORE_BYTES, `${size} bytes`);
      // Expired pictures leave the memory when others come, not only when asked for.
      uploads.purgeStale();
      uploads.set(picture.content, picture);
      return { id: picture.content, expiresAt: now() + config.UPLOAD_TTL_MS };
    },
    async get(id) {
      const picture = uploads.get(id);
      if (picture) return picture;
      throw new DenseqlError(
        'UPLOAD_NOT_FOUND',
        `No upload "${id.slice(0, 80)}": it was never made here or has expired. Upload the picture again.`,
      );
    },
  };
}

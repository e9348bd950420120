import { ANYBODY, type Client } from '../client.js';
import type { Config } from '../config.js';
import { DenseqlError } from '../errors.js';
import { scopedKey, scopedName } from '../scope.js';
import { SharedRoom } from '../shared-room.js';
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
  /**
   * @param client who sends it: it is kept in its share
   * @throws IMAGE_TOO_LARGE when the picture alone is more than the store holds
   */
  put(picture: SourcePicture, client?: Pick<Client, 'who' | 'scope'>): Promise<StoredUpload>;
  /** Counts as a use: the time to live starts again. @throws UPLOAD_NOT_FOUND */
  get(id: string, scope?: string): Promise<SourcePicture>;
}

/**
 * Uploads in this process's memory, bounded in bytes, in even shares: the least recently used of the client that holds most go first.
 *
 * @param now the clock, in milliseconds since 1970
 */
export function createUploadStore(config: Pick<Config, 'UPLOAD_STORE_BYTES' | 'UPLOAD_TTL_MS'>, now: () => number = Date.now): UploadStore {
  const stay = { milliseconds: config.UPLOAD_TTL_MS, now };
  const uploads = new SharedRoom<SourcePicture>(config.UPLOAD_STORE_BYTES, ({ bytes }) => bytes.length, stay);
  return {
    async put(picture, { who, scope } = ANYBODY) {
      const size = picture.bytes.length;
      if (size > config.UPLOAD_STORE_BYTES) throw imageTooLarge('UPLOAD_STORE_BYTES', size, config.UPLOAD_STORE_BYTES, `${size} bytes`);
      const id = scopedName(scope, 'upload', picture.content);
      uploads.set(who, scopedKey(scope, id), picture);
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

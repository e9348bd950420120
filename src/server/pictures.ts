import { Router } from 'express';
import { ANYBODY, type Client } from '../core/client.js';
import type { Config } from '../core/config.js';
import { contentOf } from '../core/images/sha256.js';
import type { EncodedPicture } from '../core/pixels/encoded-picture.js';
import { scopedName } from '../core/scope.js';
import { SharedRoom } from '../core/shared-room.js';
import { notFound, onlyMethods } from './send-error.js';

/** Keeps pictures that the server rendered (overlays, heatmaps, masks), for `Picture.url`. */
export interface PictureStore {
  /**
   * The address under which the picture can be fetched for a while; null when it is larger than the whole store.
   * @param client who asks: it is kept in its share, and the path is one that nobody outside its scope can guess
   */
  put(picture: EncodedPicture, client?: Pick<Client, 'who' | 'scope'>): Promise<string | null>;
  /** By name and extension, as in the path. */
  get(id: string, extension: string): EncodedPicture | undefined;
}

const EXTENSIONS: Readonly<Record<string, string>> = { 'image/jpeg': 'jpg', 'image/png': 'png', 'image/webp': 'webp' };

/**
 * Rendered pictures in memory, bounded in bytes, in even shares: the least recently used of the client that holds most go first.
 * @param base where the server is, with a slash at the end
 */
export function createPictureStore(config: Pick<Config, 'PICTURE_STORE_BYTES'>, base = '/'): PictureStore {
  const pictures = new SharedRoom<EncodedPicture>(config.PICTURE_STORE_BYTES, ({ bytes }) => bytes.byteLength);
  return {
    async put(picture, { who, scope } = ANYBODY) {
      const extension = EXTENSIONS[picture.mediaType];
      if (extension === undefined) throw new Error(`${picture.mediaType} is no media type of rendered pictures.`);
      if (picture.bytes.byteLength > config.PICTURE_STORE_BYTES) return null;
      const name = `${scopedName(scope, 'picture', await contentOf(picture.bytes))}.${extension}`;
      pictures.set(who, name, picture);
      return `${base}pictures/${name}`;
    },
    get: (id, extension) => pictures.get(`${id}.${extension}`),
  };
}

/**
 * `GET /pictures/<name>.<extension>`. The name follows from the content: what was fetched once never changes. It is all that is asked for: an `<img>` sends
 * no API key, and within a scope the name is known to those alone to whom it was given.
 */
export function picturesRouter(store: PictureStore): Router {
  const router = Router();
  router
    .route('/pictures/:name')
    .get((request, response) => {
      const [, id = '', extension = ''] = /^([0-9a-f]{64})\.([a-z]{3,4})$/.exec(request.params.name) ?? [];
      const picture = store.get(id, extension);
      // A miss may be there tomorrow.
      response.set({
        'X-Content-Type-Options': 'nosniff',
        'Content-Security-Policy': "default-src 'none'; sandbox",
        'Cache-Control': 'no-store',
      });
      if (!picture) return notFound(response, 'There is no picture of this name, or it has gone. Ask for Picture.url again.');
      response.set({ 'Cache-Control': 'public, max-age=31536000, immutable', ETag: `"${id}"`, 'Content-Type': picture.mediaType });
      response.send(Buffer.from(picture.bytes.buffer, picture.bytes.byteOffset, picture.bytes.byteLength));
    })
    .all(onlyMethods('GET, HEAD'));
  return router;
}

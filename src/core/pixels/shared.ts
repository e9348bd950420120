import type { Size } from '../geometry/box.js';
import type { ScoreMaps } from '../geometry/score-maps.js';
import type { SourcePicture } from '../images/picture.js';

/** A picture as workers get it: bytes in shared memory, size of the upright original. */
export interface SharedPicture extends Size {
  readonly bytes: Uint8Array<SharedArrayBuffer>;
}

/** Maps as workers get them. */
export interface SharedMaps extends ScoreMaps {
  readonly data: Float32Array<SharedArrayBuffer>;
}

const pictures = new WeakMap<Uint8Array, Uint8Array<SharedArrayBuffer>>();

/** The picture's bytes in shared memory: copied once a picture, however many workers read it. */
export function sharePicture(picture: SourcePicture): SharedPicture {
  let bytes = pictures.get(picture.bytes);
  if (!bytes) {
    bytes = new Uint8Array(new SharedArrayBuffer(picture.bytes.length));
    bytes.set(picture.bytes);
    pictures.set(picture.bytes, bytes);
  }
  return { bytes, width: picture.width, height: picture.height };
}

const isShared = (maps: ScoreMaps): maps is SharedMaps => maps.data.buffer instanceof SharedArrayBuffer;

/** The maps in shared memory. Cloning a view would copy its whole buffer, which may hold far more. */
export function shareMaps(maps: ScoreMaps): SharedMaps {
  if (isShared(maps)) return maps;
  const { channels, rows, columns, frame } = maps;
  const data = new Float32Array(new SharedArrayBuffer(4 * maps.data.length));
  data.set(maps.data);
  return { channels, rows, columns, frame, data };
}

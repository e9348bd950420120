import type { ScoreMaps } from '../geometry/score-maps.js';
import type { SourcePicture } from '../images/picture.js';
import type { SharedPicture } from './jobs.js';

const pictures = new WeakMap<Uint8Array, Uint8Array>();

/** The picture's bytes in shared memory: copied once a picture, however many workers read it. */
export function sharePicture(picture: SourcePicture, maxPixels: number): SharedPicture {
  let bytes = pictures.get(picture.bytes);
  if (!bytes) {
    bytes = new Uint8Array(new SharedArrayBuffer(picture.bytes.length));
    bytes.set(picture.bytes);
    pictures.set(picture.bytes, bytes);
  }
  return { bytes, width: picture.width, height: picture.height, maxPixels };
}

/** The maps in shared memory. Cloning a view would copy its whole buffer, which may hold far more. */
export function shareMaps(maps: ScoreMaps): ScoreMaps {
  if (maps.data.buffer instanceof SharedArrayBuffer) return maps;
  const { channels, rows, columns, frame } = maps;
  const data = new Float32Array(new SharedArrayBuffer(4 * maps.data.length));
  data.set(maps.data);
  return { channels, rows, columns, frame, data };
}

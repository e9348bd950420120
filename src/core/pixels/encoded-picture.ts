import type { Size } from '../geometry/box.js';

/** A picture that was made, as the bytes of a file. */
export interface EncodedPicture extends Size {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
}

import type { Size } from '../geometry/box.js';

/** A picture whose header was read and whose size is within limits. */
export interface SourcePicture extends Size {
  /** SHA-256 of the bytes, hex. */
  readonly content: string;
  readonly bytes: Buffer;
  /** e.g. `image/jpeg`, from the bytes, never from a name. */
  readonly mediaType: string;
}

/** Where a picture comes from: exactly one member is set (ImageSource @oneOf). */
export interface ImageSourceInput {
  readonly sample?: string | null;
  readonly upload?: string | null;
  readonly data?: string | null;
  readonly url?: string | null;
}

import type { Config } from '../config.js';
import { DenseqlError } from '../errors.js';

export interface PictureLimits {
  /** Setting MAX_UPLOAD_BYTES. */
  readonly maxBytes: number;
  /** Setting MAX_PIXELS: width times height. */
  readonly maxPixels: number;
  /** Setting MAX_DECODED_BYTES: what decoding may hold at once, as estimated from the header. */
  readonly maxDecodedBytes: number;
}

/** What pictures are held against, by the settings. */
export const pictureLimits = (config: Pick<Config, 'MAX_UPLOAD_BYTES' | 'MAX_PIXELS' | 'MAX_DECODED_BYTES'>): PictureLimits => ({
  maxBytes: config.MAX_UPLOAD_BYTES,
  maxPixels: config.MAX_PIXELS,
  maxDecodedBytes: config.MAX_DECODED_BYTES,
});

/** The picture is over a limit; `limit` is the setting's name without DENSEQL_. */
export const imageTooLarge = (limit: string, asked: number, allowed: number, what: string): DenseqlError =>
  new DenseqlError(
    'IMAGE_TOO_LARGE',
    `${limit}: the picture has ${what}, ${allowed} allowed. Send a smaller one, or raise DENSEQL_${limit}.`,
    {
      limit,
      asked,
      allowed,
    },
  );

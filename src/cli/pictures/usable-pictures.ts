import type { Config } from '../../core/config.js';
import { WrongUse } from '../wrong-use.js';
import { failedPicture, type FailedPicture } from './each-picture.js';
import { findPictures, type FoundPicture } from './find-pictures.js';
import { namingPicture } from './naming-picture.js';
import { checkPicture } from './read-picture.js';

export interface UsablePictures {
  readonly pictures: readonly FoundPicture[];
  /** Those that are no pictures, seen before any work. */
  readonly failed: readonly FailedPicture[];
  readonly many: boolean;
}

/**
 * The pictures behind what was written, looked at as far as can be done without a model. Among many, one that is no picture does not keep
 * the others from being worked on.
 * @throws WrongUse; of a single one, or where none is usable, BAD_IMAGE, UNSUPPORTED_FORMAT, IMAGE_TOO_LARGE
 */
export async function usablePictures(given: readonly string[], config: Config): Promise<UsablePictures> {
  const { pictures, many } = await findPictures(given);
  const usable: FoundPicture[] = [];
  const failed: FailedPicture[] = [];
  let last: (() => Promise<never>) | null = null;
  for (const picture of pictures) {
    try {
      await checkPicture(picture.path, config);
      usable.push(picture);
    } catch (error) {
      if (error instanceof WrongUse) throw error;
      const again = (): Promise<never> => namingPicture(picture.path, () => Promise.reject(error as Error));
      if (!many) return again();
      last = again;
      failed.push(failedPicture(picture.path, error));
    }
  }
  if (usable.length === 0 && last !== null) return last();
  return { pictures: usable, failed, many };
}

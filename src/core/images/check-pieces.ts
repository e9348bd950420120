import { DenseqlError } from '../errors.js';

/** Pieces that a file's header may be in. A photograph has some dozens; of 20 MB of colour profile a JPEG makes 320. */
export const MOST_PIECES = 10_000;

/** @throws BAD_IMAGE for more pieces than a picture has: a file may be made of millions that are empty, and reading each takes time from all others */
export function checkPieces(count: number, what: string): void {
  if (count > MOST_PIECES)
    throw new DenseqlError('BAD_IMAGE', `The picture has more than ${MOST_PIECES} ${what} before its pixels. Save it anew.`);
}

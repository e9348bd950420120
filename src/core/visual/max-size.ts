import { badInput } from '../errors.js';

/** Passes a `maxSize` argument on when it is in range. @throws BAD_INPUT */
export function maxSizeWithin(value: number, most: number): number {
  if (!(value >= 1 && value <= most)) throw badInput('maxSize', `must be 1 to ${most}, got ${value}.`);
  return value;
}

/** Longest side in pixels of any picture or mask in an answer. */
export const MOST_PIXELS = 4096;

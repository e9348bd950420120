/**
 * Numbers of one tensor that a plugin hands over or asks for: 256 MB. It is looked at before the numbers are, and before anything is made of them: looking
 * through gigabytes would hold up everybody.
 */
export const MOST_NUMBERS = 2 ** 26;

/** What is wrong with so many numbers; null: nothing. */
export const tooMany = (numbers: number): string | null =>
  numbers > MOST_NUMBERS ? `has ${numbers} numbers, more than the ${MOST_NUMBERS} that one tensor may have: make it coarser` : null;

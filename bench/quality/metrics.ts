/** A score of something that is there, or is not. */
export interface Scored {
  readonly score: number;
  readonly positive: boolean;
  /** What is drawn together when the figure's spread is estimated. */
  readonly group: number;
}

const byScore = (a: Scored, b: Scored): number => a.score - b.score;

/**
 * Area under the ROC curve: how often something that is there has the higher score than something that is not; a tie counts half.
 *
 * @param weights how often each group counts; once where left out
 */
export function auroc(scored: readonly Scored[], weights?: ArrayLike<number>): number {
  return aurocOfSorted([...scored].sort(byScore), weights);
}

/** The same for scores that ascend, so that many weightings need one sort. */
export function aurocOfSorted(sorted: readonly Scored[], weights?: ArrayLike<number>): number {
  let won = 0;
  let negatives = 0;
  let positives = 0;
  for (let at = 0; at < sorted.length;) {
    let tiedNegatives = 0;
    let tiedPositives = 0;
    const { score } = sorted[at]!;
    for (; at < sorted.length && sorted[at]!.score === score; at++) {
      const weight = weights?.[sorted[at]!.group] ?? 1;
      if (sorted[at]!.positive) tiedPositives += weight;
      else tiedNegatives += weight;
    }
    won += tiedPositives * (negatives + tiedNegatives / 2);
    negatives += tiedNegatives;
    positives += tiedPositives;
  }
  return won / (negatives * positives);
}

export const sortScored = (scored: readonly Scored[]): Scored[] => [...scored].sort(byScore);

/** Pixels of two sets. */
export interface Overlap {
  readonly both: number;
  readonly answered: number;
  readonly true: number;
}

/** How many pixels of a mask of 0 and 1 lie on each number of the truth. */
export function pixelsOn(mask: Uint8Array, { data }: { readonly data: Uint8Array }): Uint32Array {
  const counts = new Uint32Array(256);
  for (let at = 0; at < mask.length; at++) if (mask[at] === 1) counts[data[at]!]!++;
  return counts;
}

/** How a mask lies on the numbers of the truth that are its own. */
export function overlap(under: Uint32Array, all: Uint32Array, own: (number: number) => boolean): Overlap {
  const counts = { both: 0, answered: 0, true: 0 };
  for (let number = 0; number < all.length; number++) {
    counts.answered += under[number]!;
    if (!own(number)) continue;
    counts.both += under[number]!;
    counts.true += all[number]!;
  }
  return counts;
}

/** Intersection over union. NaN of two empty sets: there is nothing to say. */
export const iou = ({ both, answered, true: truth }: Overlap): number => both / (answered + truth - both);

/** How much of an answer is right. NaN of an empty one. */
export const precision = ({ both, answered }: Overlap): number => both / answered;

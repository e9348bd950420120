/** How scores of normal pictures are spread: their logarithms as a bell curve. */
export interface Spread {
  /** Mean of the logarithms. */
  readonly middle: number;
  /** Standard deviation of the logarithm of a further normal picture's score. */
  readonly width: number;
}

/** What is known of any kind of thing before its own normals are looked at. */
export interface Prior {
  /** Standard deviation of logarithms. */
  readonly width: number;
  /** So many pictures' worth of it. */
  readonly weight: number;
}

/** Scores below this are taken for it: the logarithm of nothing is no number. */
const LEAST = 1e-6;
/** Of the median: a score below counts as this much. A good one that hardly differs from another is no reason to expect more of the next. */
const LOWEST = 0.5;

const log = (score: number): number => Math.log(Math.max(LEAST, score));

/**
 * The spread of scores of normal pictures from those of a few, each compared with the others. Of four pictures a standard deviation says little, so that the
 * prior's joins it (a scaled inverse chi-square prior); that the middle is a guess, too, widens what is expected of a further picture. Low scores are drawn up
 * to half of the median, so that two shots of one part do not make the threshold higher.
 *
 * @param scores one or more
 */
export function spreadOf(scores: readonly number[], prior: Prior): Spread {
  const lowest = LOWEST * median(scores);
  const logs = scores.map((score) => log(Math.max(lowest, score)));
  const middle = logs.reduce((sum, value) => sum + value, 0) / logs.length;
  const squares = logs.reduce((sum, value) => sum + (value - middle) ** 2, 0);
  const variance = (prior.weight * prior.width ** 2 + squares) / (prior.weight + logs.length - 1);
  return { middle, width: Math.sqrt(variance * (1 + 1 / logs.length)) };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.floor(middle - 0.5)]! + sorted[Math.ceil(middle - 0.5)]!) / 2;
}

/** The score that is so many standard deviations above the middle. */
export const scoreAbove = ({ middle, width }: Spread, deviations: number): number => Math.exp(middle + deviations * width);

/** Share of normal pictures with a lower score, 0 to 1. */
export const shareBelow = (score: number, { middle, width }: Spread): number => bell((log(score) - middle) / width);

/** The bell curve's area below `z`: Abramowitz and Stegun 26.2.17, within 8e-8. */
function bell(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const density = Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
  const sum = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return z >= 0 ? 1 - density * sum : density * sum;
}

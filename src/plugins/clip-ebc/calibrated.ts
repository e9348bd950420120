import { z } from 'zod';

const Knot = z.tuple([z.number().positive(), z.number().positive()]);

/** What sums of a pass's blocks stand for, as [sum, count], both rising: lines between them and from nothing to the first, in proportion beyond the last. */
export const Knots = z.array(Knot).min(1).refine(rising, { message: 'sums must rise from knot to knot, and no count may fall' });
export type Knots = z.infer<typeof Knots>;

function rising(knots: readonly (readonly [number, number])[]): boolean {
  return knots.slice(1).every(([sum, count], i) => sum > knots[i]![0] && count >= knots[i]![1]);
}

/** How many times as many things a pass holds as its blocks sum up to; 1 without knots. */
export function calibrated(sum: number, knots: Knots | undefined): number {
  if (!knots || !(sum > 0)) return 1;
  const next = knots.findIndex(([at]) => sum <= at);
  if (next < 0) return knots.at(-1)![1] / knots.at(-1)![0];
  const [[from, low], [to, high]] = [next === 0 ? [0, 0] : knots[next - 1]!, knots[next]!];
  return (low + ((sum - from) / (to - from)) * (high - low)) / sum;
}

import { CheckpointError } from '../../../core/graphs/index.js';

/** Counts from the first to the last one, both included; null: and all above. */
export type Bin = readonly [from: number, to: number | null];

const ONES =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  );
const TENS = 'zero ten twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');

function words(count: number): string {
  if (count < 20) return ONES[count] as string;
  if (count < 100) return count % 10 === 0 ? (TENS[count / 10] as string) : `${TENS[Math.floor(count / 10)]}-${ONES[count % 10]}`;
  if (count < 1000 && count % 100 === 0) return `${ONES[count / 100]} hundred`;
  return count === 1000 ? 'one thousand' : String(count);
}

/** CLIP-EBC's sentence for a bin (Ma et al. 2024, arXiv:2403.09281, 3.2; models/clip/utils.py of its code, `word` and `number`). */
export function promptOf([from, to]: Bin, style: 'word' | 'number'): string {
  const shown = style === 'word' ? words : String;
  if (to === null) return `There are more than ${shown(from)} people.`;
  if (from !== to) return `There are between ${shown(from)} and ${shown(to)} people.`;
  if (from === 0) return style === 'word' ? 'There is no person.' : 'There is 0 person.';
  return from === 1 ? `There is ${shown(1)} person.` : `There are ${shown(from)} people.`;
}

/** `0,1,2,3,4+` or with ranges, `0,1-2,3+`. @throws CheckpointError when bins overlap, leave a gap or do not begin with 0 */
export function parseBins(text: string): readonly Bin[] {
  let next = 0;
  const bins = text.split(',').map((part, index, all): Bin => {
    const match = /^\s*(\d+)(?:-(\d+)|(\+))?\s*$/.exec(part);
    const from = Number(match?.[1]);
    const to = match?.[3] === '+' ? null : Number(match?.[2] ?? match?.[1]);
    if (match === null || from !== next || (to === null ? index !== all.length - 1 : to < from))
      throw new CheckpointError('bins', `${JSON.stringify(part)}: bins are counts without gaps from 0 on, such as 0,1,2,3,4+ or 0,1-2,3+`);
    next = to === null ? Infinity : to + 1;
    return [from, to];
  });
  if (bins.length < 2) throw new CheckpointError('bins', 'are fewer than two');
  return bins;
}

/** What a block of each bin counts for where nothing is told: the middle of the bin, for an open one its first count. */
export const middleAnchors = (bins: readonly Bin[]): readonly number[] => bins.map(([from, to]) => (to === null ? from : (from + to) / 2));

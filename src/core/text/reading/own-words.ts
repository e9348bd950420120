import type { PackWords } from '../../packs/words.js';
import { longestFirst, plain } from './spelling.js';

/** Words of the pack's own language. */
export interface OwnWords {
  /** A label without points and quotes around it. */
  bare(label: string): string;
  /** A label without what says nothing of the thing. */
  peeled(label: string): string;
  /** The same, its noun in the singular; the label itself, to the letter, where nothing is to be taken off. */
  read(label: string): string;
  /** Whether any word of a label is known. */
  knows(label: string): boolean;
}

const bare = (label: string): string => label.replace(/^[\s"“”„«»'‘’]+|[\s"“”„«»'‘’.,;:!?…]+$/gu, '') || label;

/** A label's words behind one of the beginnings, as they were written; the label where it has none of them, or nothing more. */
function behind(label: string, beginnings: readonly string[]): string {
  const lower = plain(label);
  const beginning = beginnings.find((one) => lower.startsWith(`${one} `));
  return beginning === undefined ? label : label.split(/\s+/u).slice(beginning.split(' ').length).join(' ');
}

/** @returns what reads labels of the pack's own language */
export function createOwnWords({ before, articles, singulars, joints, adjectives }: PackWords): OwnWords {
  const [first, second] = [longestFirst(before), longestFirst(articles)];
  const single = new Map(Object.entries(singulars));
  const joining = new Set(joints);
  const known = new Set([...single.keys(), ...single.values(), ...adjectives, ...articles].flatMap((word) => [word, ...word.split(' ')]));

  const inSingular = (label: string): string => {
    const lower = plain(label);
    const whole = single.get(lower);
    if (whole !== undefined) return whole === lower ? label : whole;
    const words = label.split(' ');
    const last = plain(words.at(-1)!);
    const noun = single.get(last);
    // "a bunch of bananas" is not many bunches.
    if (noun === undefined || noun === last || words.some((word) => joining.has(word.toLowerCase()))) return label;
    return [...words.slice(0, -1), noun].join(' ');
  };
  const peeled = (label: string): string => behind(behind(bare(label), first), second);
  return {
    bare,
    peeled,
    read: (label) => inSingular(peeled(label)),
    knows: (label) =>
      plain(label)
        .split(' ')
        .some((word) => known.has(word)),
  };
}

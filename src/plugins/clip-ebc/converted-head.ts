import { z } from 'zod';
import { badInput, convertedHead, type LabelTexts } from '../../core/index.js';
import { plural } from './plural.js';

const Bin = z.tuple([z.int().nonnegative(), z.int().nonnegative().nullable()]);

/** The manifest of a converted released checkpoint (`denseql models convert --kind clip-ebc`), with paths inside the pack. */
export const Converted = convertedHead('clip-ebc', {
  /** Side of a block, in pixels; logits are [1, height / block, width / block, bins]. */
  block: z.int().positive(),
  bins: z.array(Bin).min(1),
  anchors: z.array(z.number().nonnegative()),
  prompts: z.array(z.string()),
  /** What it counts, and nothing else. */
  counts: z.string().trim().min(1),
  /** Not of the converter, for those who know their checkpoint: least short and greatest long side, in pixels, and the presence gate. */
  shortSide: z.int().positive().default(448),
  longSide: z.int().positive().default(2048),
  minPresence: z.number().min(0).max(1).default(0),
})
  .refine(({ bins, anchors }) => anchors.length === bins.length, { message: 'anchors: one a bin is needed' })
  .refine(({ sizeMultiple, block }) => sizeMultiple % block === 0, { message: 'sizeMultiple: no multiple of block' })
  .refine(({ window, block }) => window === null || (window.stride % block === 0 && window.stride <= window.side), {
    message: 'window.stride: no multiple of block, or beyond side',
  });
export type ConvertedHead = z.infer<typeof Converted>;

/** What people are called when all of them are meant; "women" or "cyclists" would be some of them. */
const PEOPLE = ['person', 'people', 'persons', 'human', 'humans', 'human being', 'human beings', 'crowd', 'crowd of people'];

const plain = (text: string): string =>
  text
    .trim()
    .toLowerCase()
    .replace(/\s+/g, ' ')
    .replace(/^(an?|the) /, '');

/**
 * Passes where the label, or a synonym given for it, says what the head was trained to count.
 * @throws BAD_INPUT naming what that is
 */
export function checkCounts(
  of: string,
  synonyms: readonly LabelTexts[] | null | undefined,
  { counts }: Pick<ConvertedHead, 'counts'>,
): void {
  const own = plain(counts);
  const known = new Set([own, plural(own), ...(PEOPLE.includes(own) ? PEOPLE : [])]);
  const names = [of, ...(synonyms ?? []).filter(({ label }) => label === of).flatMap(({ texts }) => texts)].map(plain);
  if (names.some((name) => known.has(name) || plural(name) === own)) return;
  const others = [...known].filter((name) => name !== own && PEOPLE.includes(name)).map((name) => `"${name}"`);
  const words = others.length > 0 ? ` (as ${others.join(', ')}, too)` : '';
  throw badInput(
    'of',
    `${JSON.stringify(of)} is not what this released head counts: ${counts}${words}, nothing else by another word. ` +
      '`by: { clipEbc: { form: TRAINING_FREE } }` takes any label.',
  );
}

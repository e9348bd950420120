import { join } from 'node:path';
import type { Options } from './options.js';
import type { Product } from './product.js';
import { progress } from './progress.js';
import type { Figure } from './tally.js';
import { Tally } from './tally.js';

/** A composed picture with a label to count. */
export interface CountPicture {
  readonly id: string;
  /** 1-5 of the label; 6-40; 1-5 among 8-25 of another label; others only; nothing at all. */
  readonly case: 'few' | 'many' | 'minority' | 'absent' | 'empty';
  readonly asked: string;
  /** How many of it there are. */
  readonly count: number;
}

/** Parts that are encoded again, at most. */
const RESCORE = 4;
/** Along a picture's longer side. */
const TILES = 2;

/** Ways to ask that look closer, at the price of further passes, with what stands before the keys of their figures. */
export const CLOSER = {
  rescored: { prefix: 'rescored.', by: `{ clipEbc: { rescore: ${RESCORE} } }` },
  tiled: { prefix: 'tiled.', by: `{ clipEbc: { tiles: ${TILES} } }` },
} as const;

const query = (by?: string): string => `query ($id: ID!, $of: String!) {
  image(source: { upload: $id }) { count(of: $of${by === undefined ? '' : `, by: ${by}`}) { total meta { method form encoderRuns } } }
}`;

interface Answer {
  image: { count: { total: number; meta: { method: string; form: string; encoderRuns: number } } };
}

/** The figures that a picture counts for, with its value in each. */
export function countFigures({ case: kind, count }: Pick<CountPicture, 'case' | 'count'>, total: number): [key: string, value: number][] {
  const error = Math.abs(total - count);
  const own: [string, number][] = [[`counts.error.${kind}`, error]];
  if (kind === 'many') own.push(['counts.relative.many', error / count]);
  if (kind !== 'many' && kind !== 'minority') own.push(['counts.error.upTo5', error]);
  if (count === 0) own.push(['counts.mean.none', total], [`counts.mean.${kind}`, total]);
  return own;
}

/** So many pictures, taken evenly from the list: cases lie one after another there. */
export function spread<Item>(items: readonly Item[], most: number): Item[] {
  const count = Math.min(most, items.length);
  return Array.from({ length: count }, (_, i) => items[Math.floor(((i + 0.5) * items.length) / count)]!);
}

/** Asks for the count of every picture's label, with the default method and options; where it is asked for, in the ways that look closer, too. */
export async function measureCounts(
  product: Product,
  folder: string,
  pictures: readonly CountPicture[],
  { closer }: Pick<Options, 'closer'>,
): Promise<{ figures: Record<string, Figure>; method: string }> {
  const tally = new Tally(pictures.length);
  const say = progress('pictures to count in', pictures.length);
  let method = '';
  for (const [group, picture] of pictures.entries()) {
    const id = await product.upload(join(folder, 'counts', `${picture.id}.png`));
    const ask = async (by?: string) => (await product.ask<Answer>(query(by), { id, of: picture.asked })).image.count;
    const note = (prefix: string, total: number, passes: number): void => {
      for (const [key, value] of [...countFigures(picture, total), ['counts.passes', passes] as const])
        tally.add(prefix + key, group, value);
    };
    const { total, meta } = await ask();
    method = `${meta.method} (${meta.form})`;
    note('', total, meta.encoderRuns);
    for (const { prefix, by } of closer ? Object.values(CLOSER) : []) {
      const looked = await ask(by);
      // The pass over the whole picture was the first query's; this one has found it in the cache.
      note(prefix, looked.total, meta.encoderRuns + looked.meta.encoderRuns);
    }
    say(group + 1);
  }
  return { figures: tally.figures(), method };
}

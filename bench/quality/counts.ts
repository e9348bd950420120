import { join } from 'node:path';
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

const QUERY = `query ($id: ID!, $of: String!) {
  image(source: { upload: $id }) { count(of: $of) { total meta { method form } } }
}`;

interface Answer {
  image: { count: { total: number; meta: { method: string; form: string } } };
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

/** Asks for the count of every picture's label, with the default method and options. */
export async function measureCounts(
  product: Product,
  folder: string,
  pictures: readonly CountPicture[],
): Promise<{ figures: Record<string, Figure>; method: string }> {
  const tally = new Tally(pictures.length);
  const say = progress('pictures to count in', pictures.length);
  let method = '';
  for (const [group, picture] of pictures.entries()) {
    const id = await product.upload(join(folder, 'counts', `${picture.id}.png`));
    const { total, meta } = (await product.ask<Answer>(QUERY, { id, of: picture.asked })).image.count;
    method = `${meta.method} (${meta.form})`;
    for (const [key, value] of countFigures(picture, total)) tally.add(key, group, value);
    say(group + 1);
  }
  return { figures: tally.figures(), method };
}

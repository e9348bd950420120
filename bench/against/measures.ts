import { ask, timed, upload } from '../client.js';
import { EVERYTHING, LABELS, LABELS_OF_CAT, MASKS, SCORES } from '../queries.js';

/** One thing that is measured on both servers. */
export interface Measure {
  readonly name: string;
  /** Which of the pair's pictures it asks about. One that an earlier measure asked about is a repeat. */
  readonly picture: number;
  readonly query: string;
  readonly labels: readonly string[];
}

export const MEASURES: readonly Measure[] = [
  { name: 'cold, scores only', picture: 0, query: SCORES, labels: LABELS },
  { name: 'cold, masks as RLE', picture: 1, query: MASKS, labels: LABELS },
  { name: 'repeat, scores only', picture: 1, query: SCORES, labels: LABELS },
  { name: 'repeat, masks as RLE', picture: 1, query: MASKS, labels: LABELS },
  { name: 'cold, a count and two segmentations', picture: 2, query: EVERYTHING, labels: LABELS_OF_CAT },
];

/** Pictures that a pair takes, each new to both servers. */
export const PICTURES_OF_PAIR = 3;

/** Milliseconds by measure, of this server and the other. */
export type Pair = readonly (readonly [mine: number, other: number])[];

/**
 * Every measure on both servers, one right after the other, so that whatever else the machine does falls on both.
 * @param urls of this server and the other
 * @param otherFirst which goes first: callers alternate
 */
export async function measurePair(urls: readonly [string, string], pictures: readonly Buffer[], otherFirst: boolean): Promise<Pair> {
  const ids = await Promise.all(urls.map((url) => Promise.all(pictures.map((picture) => upload(url, picture)))));
  const pair: [number, number][] = [];
  for (const { picture, query, labels } of MEASURES) {
    const times: [number, number] = [NaN, NaN];
    for (const side of otherFirst ? [1, 0] : [0, 1])
      times[side] = await timed(() => ask(urls[side] ?? '', query, { id: ids[side]?.[picture], labels }));
    pair.push(times);
  }
  return pair;
}

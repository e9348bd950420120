import type { Features } from '../../src/core/visual/features.js';
import type { BoxPicture } from './input.js';
import type { Vectors } from './naming.js';
import { nearest, nearness } from './naming.js';
import { centresIn, weightedSum } from './patches.js';
import type { Tally } from './tally.js';

/** Persons and their parts; the rest is mostly stuff. */
const PERSONS = new Set(['person', 'hand', 'face', 'hair', 'clothing', 'crowd']);

/** A concept's boxes. */
export interface ConceptRow {
  readonly concept: string;
  readonly boxes: number;
  readonly top1: number;
  readonly top3: number;
  /** What its wrong boxes are called most often. */
  readonly instead: string | null;
}

export interface Case {
  readonly concept: string;
  readonly first: string;
  readonly top1: boolean;
  readonly top3: boolean;
}

/** Names every box of one picture. */
export function nameBoxes(features: Features, { boxes }: BoxPicture, vectors: Vectors, concepts: readonly string[]): Case[] {
  const dense = features.output('dense');
  return boxes.map(({ concept, box, also }) => {
    const found = nearest(nearness(weightedSum(dense, centresIn(box, features)), vectors), concepts, 3);
    const right = (text: string | undefined): boolean => text === concept || (text !== undefined && also.includes(text));
    return { concept, first: found[0] ?? '', top1: right(found[0]), top3: found.some(right) };
  });
}

export function countBoxes(cases: readonly Case[], tally: Tally, group: number): void {
  for (const { concept, top1, top3 } of cases) {
    for (const split of ['', PERSONS.has(concept) ? '.persons' : '.stuff']) {
      tally.add(`boxes.top1${split}`, group, top1);
      tally.add(`boxes.top3${split}`, group, top3);
    }
  }
}

const share = (cases: readonly Case[], key: 'top1' | 'top3'): number => cases.filter((one) => one[key]).length / cases.length;

/** The most frequent of some texts, the first of equals; null of none. */
function commonest(texts: readonly string[]): string | null {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? null;
}

/** One row a concept, the worst first. */
export function conceptRows(cases: readonly Case[]): ConceptRow[] {
  return [...new Set(cases.map(({ concept }) => concept))]
    .map((concept) => {
      const own = cases.filter((one) => one.concept === concept);
      const instead = commonest(own.filter(({ top1 }) => !top1).map(({ first }) => first));
      return { concept, boxes: own.length, top1: share(own, 'top1'), top3: share(own, 'top3'), instead };
    })
    .sort((a, b) => a.top1 - b.top1 || a.top3 - b.top3 || b.boxes - a.boxes);
}

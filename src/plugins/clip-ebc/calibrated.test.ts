import { describe, expect, it } from 'vitest';
import { apples, count, entry } from '../../../test/fixtures/plugins/clip-ebc-scene.js';
import { calibrated, Knots, type Knots as Known } from './calibrated.js';

const knots: Known = [
  [0.5, 1],
  [2, 1],
  [4, 6],
];
const counted = (sum: number): number => sum * calibrated(sum, knots);

describe('what the sum of blocks stands for', () => {
  it('lies on lines between knots, from nothing on, and goes on in proportion', () => {
    expect([0.25, 0.5, 1, 2, 3, 4, 8].map(counted)).toEqual([0.5, 1, 1, 1, 3.5, 6, 12]);
  });

  it('is the sum itself without knots, and nothing where there is nothing', () => {
    expect([calibrated(3, undefined), calibrated(0, knots)]).toEqual([1, 1]);
  });

  it('rises', () => {
    for (const wrong of [
      [],
      [[0, 1]],
      [
        [1, 2],
        [1, 3],
      ],
      [
        [1, 2],
        [2, 1],
      ],
    ])
      // prettier-ignore
      expect(Knots.safeParse(wrong).success).toBe(false);
  });

  it('moves the count of a word, its density and how unsure it is, all alike', async () => {
    const plain = await count({ ...apples, of: 'pear' });
    const moved = await count({ ...apples, of: 'pear', head: { ...entry, counts: { word: [[9, 12]], examples: [[9, 90]] } } });
    expect([plain.total, moved.total]).toEqual([expect.closeTo(9, 6), expect.closeTo(12, 6)]);
    expect(moved.uncertainty! / plain.uncertainty!).toBeCloseTo(12 / 9, 6);
    expect(moved.density!.data[6]! / plain.density!.data[6]!).toBeCloseTo(12 / 9, 5);
  });
});

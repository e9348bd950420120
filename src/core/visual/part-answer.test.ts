import { describe, expect, it } from 'vitest';
import { PartAnswer, partAnswer } from './part-answer.js';
import { isMade } from './made.js';
import type { Visual } from './visual.js';

/** As much of a visual as a part is made of. */
function fakeVisual() {
  const taken: string[] = [];
  const regions: unknown[] = [];
  const visual = {
    picture: { width: 100, height: 50 },
    box: { x: 10, y: 0, width: 80, height: 50 },
    operation: { throwIfOver: () => undefined, take: (kind: string, amount: number) => taken.push(`${kind} ${amount}`) },
    region: (...asked: unknown[]) => {
      regions.push(asked);
      return visual;
    },
  } as unknown as Visual;
  return { visual, taken, regions };
}

describe('a part of a visual in an answer', () => {
  it('is clipped, counts as a region, and opens to the host alone', () => {
    const { visual, taken, regions } = fakeVisual();
    const part = partAnswer(visual, { x: 0, y: 10.4, width: 30, height: 10 }, { zoom: false });
    expect(regions).toEqual([[{ x: 10, y: 10, width: 20, height: 11 }, false, undefined]]);
    expect(taken).toEqual(['regions 1']);
    expect(isMade('Region', part)).toBe(true);
    expect(Reflect.ownKeys(part)).toEqual([]);
    expect(JSON.stringify(part)).toBe('{}');
    expect(PartAnswer.visualOf(part)).toBe(visual);
  });

  it('refuses a detail without a pass, one that is none, and a box outside, before anything is counted', () => {
    const { visual, taken } = fakeVisual();
    const box = { x: 20, y: 0, width: 10, height: 10 };
    expect(() => partAnswer(visual, box, { zoom: false, detail: 'LOW' })).toThrow('zoom: true');
    expect(() => partAnswer(visual, box, { zoom: true, detail: 'HUGE' })).toThrow('detail');
    expect(() => partAnswer(visual, { x: 0, y: 0, width: 9, height: 9 }, { zoom: false })).toThrow('nothing of this box');
    expect(taken).toEqual([]);
  });
});

import { describe, expect, it } from 'vitest';
import { insideNames } from './imagenet.js';
import { auroc, iou, overlap, pixelsOn, precision } from './metrics.js';
import { nearest, nearness, wins } from './naming.js';
import { centresIn, coverShares, mostlyCovered, weightedSum } from './patches.js';
import { keysOf, largestOf } from './splits.js';
import { Tally } from './tally.js';

const scored = (pairs: readonly [score: number, positive: boolean, group?: number][]) =>
  pairs.map(([score, positive, group = 0]) => ({ score, positive, group }));

describe('auroc', () => {
  // The example of scikit-learn's roc_auc_score: y = [0, 0, 1, 1], scores = [0.1, 0.4, 0.35, 0.8] gives 0.75.
  const example = scored([
    [0.1, false, 0],
    [0.4, false, 1],
    [0.35, true, 2],
    [0.8, true, 3],
  ]);

  it("gives scikit-learn's example", () => expect(auroc(example)).toBe(0.75));

  it('counts ties as half', () => {
    // Pairs: 0.5 against 0.5 (1/2) and against 0.2 (1), 0.9 against both (2): 3.5 of 4.
    const ties: [number, boolean][] = [
      [0.5, true],
      [0.5, false],
      [0.2, false],
      [0.9, true],
    ];
    expect(auroc(scored(ties))).toBe(0.875);
    expect(auroc(scored(ties.map(([, positive]) => [0.3, positive])))).toBe(0.5);
  });

  it('weights as if cases were repeated', () => {
    const repeated = [...example, example[2]!, example[2]!, example[1]!];
    expect(auroc(example, [1, 2, 3, 1])).toBe(auroc(repeated));
  });
});

describe('sets of pixels', () => {
  it('overlap by 2 of 3 and 4', () => {
    const truth = { data: Uint8Array.of(0, 1, 1, 2, 2, 3) };
    const all = pixelsOn(Uint8Array.of(1, 1, 1, 1, 1, 1), truth);
    const counts = overlap(pixelsOn(Uint8Array.of(1, 1, 1, 0, 0, 0), truth), all, (number) => number === 1 || number === 2);
    expect(iou(counts)).toBe(2 / 5);
    expect(precision(counts)).toBe(2 / 3);
  });

  it('are compared with nothing only where there is something', () => {
    expect(iou({ both: 0, answered: 0, true: 4 })).toBe(0);
    expect(iou({ both: 0, answered: 0, true: 0 })).toBeNaN();
    expect(precision({ both: 0, answered: 0, true: 4 })).toBeNaN();
  });
});

describe('patches', () => {
  // 4 x 2 pixels on 1 x 2 patches: the first object has 3 pixels of the left patch, the second one of each.
  const truth = { width: 4, height: 2, data: Uint8Array.from([1, 1, 2, 0, 1, 2, 0, 0]) };
  const grid = { rows: 1, columns: 2 };

  it('are covered by shares', () =>
    expect(coverShares(truth, 2, grid).map((shares) => [...shares])).toEqual([
      [0.75, 0],
      [0.25, 0.25],
    ]));

  it('count where half is covered, else the best', () => {
    expect([...mostlyCovered(Float64Array.of(0.75, 0.5, 0.49))]).toEqual([0.75, 0.5, 0]);
    expect([...mostlyCovered(Float64Array.of(0.1, 0.3, 0.2))]).toEqual([0, 0.3, 0]);
  });

  it('belong to a box by their centres, else the nearest', () => {
    expect([...centresIn([0.2, 0, 1, 1], { rows: 1, columns: 4 })]).toEqual([0, 1, 1, 1]);
    expect([...centresIn([0.9, 0.9, 1, 1], { rows: 1, columns: 4 })]).toEqual([0, 0, 0, 1]);
  });

  it('sum up by weight', () =>
    expect([...weightedSum({ data: Float32Array.of(1, 2, 3, 4), dims: [2, 2] }, Float64Array.of(0.5, 1))]).toEqual([3.5, 5]));
});

describe('names', () => {
  const vectors = new Map(Object.entries({ a: Float32Array.of(1, 0), b: Float32Array.of(0, 1), c: Float32Array.of(1, 0) }));

  it('win when no other is as near', () => {
    const near = nearness([3, 4], vectors);
    expect([wins(near, 'b', ['a', 'b', 'c']), wins(near, 'a', ['a', 'b']), wins(near, 'a', ['c'])]).toEqual([true, false, false]);
    expect(nearest(near, ['a', 'b'], 1)).toEqual(['b']);
  });

  it('are inside as whole words, either way', () => {
    const inside = insideNames(['tabby cat', "jack-o'-lantern", 'sea lion']);
    expect(['Cat', 'striped tabby cat', 'jack o lantern', 'cattle', 'lion tamer'].map(inside)).toEqual([true, true, true, false, false]);
  });
});

describe('figures', () => {
  it('are means over cases, and their spread is that of groups', () => {
    const tally = new Tally(2);
    for (const [group, value] of [
      [0, 1],
      [0, 1],
      [0, 1],
      [1, 0],
      [1, NaN],
    ] as const)
      tally.add('x', group, value);
    // Two groups drawn twice: only the one (0), only the other (1), or both (0.75).
    expect(tally.figures()).toEqual({ x: { value: 0.75, low: 0, high: 1, n: 4 } });
  });

  it('differ by what both have of the same draws', () => {
    const tally = new Tally(3);
    // Hard and easy groups, and a second way that is .1 better on each: all draws say so.
    for (const [group, value] of [0.1, 0.5, 0.9].entries()) {
      tally.add('one', group, value);
      tally.add('other', group, value - 0.1);
      tally.addScore('scores', { score: value, positive: group > 0, group });
    }
    const found = tally.differences([
      { key: 'one', than: 'other' },
      { key: 'scores', than: 'scores' },
      { key: 'one', than: 'nothing' },
    ]);
    expect(Object.keys(found)).toEqual(['one - other', 'scores - scores']);
    const { value, low, high, n } = found['one - other']!;
    for (const each of [value, low, high]) expect(each).toBeCloseTo(0.1, 9);
    expect(n).toBe(3);
    expect(found['scores - scores']!.high).toBe(0);
    // A group that only one of them has says nothing about how they differ.
    const more = new Tally(2);
    more.add('one', 0, 0.5);
    more.add('one', 1, 0.9);
    more.add('other', 0, 0.4);
    expect(more.differences([{ key: 'one', than: 'other' }])['one - other']!.value).toBeCloseTo(0.1, 9);
    expect(tally.figures()['one']!.high - tally.figures()['one']!.low).toBeGreaterThan(0.5);
  });

  it('are split by size, style and name', () => {
    const object = { label: 'a', style: 'icon' as const, visibleBox: [0, 0, 65, 10] as const };
    const scene = { width: 448, height: 896, objects: [{ ...object, visibleBox: [0, 0, 60, 60] as const }, object] };
    expect(keysOf('k', object, { id: '', present: [], absent: [], ...scene }, false)).toEqual(['k', 'k.middle', 'k.icon', 'k.outside']);
    expect(largestOf('a', scene)).toBe(object);
  });
});

import { describe, expect, it } from 'vitest';
import { suppress, within } from './overlap.js';
import { suppressParts } from './parts.js';

const box = (x: number, y: number, width: number, height: number) => ({ x, y, width, height });
const whole = { box: box(0, 0, 100, 100), score: 0.6, name: 'whole' };
const part = { box: box(10, 10, 30, 30), score: 0.7, name: 'part' };
const names = (found: readonly { readonly name: string }[]) => found.map(({ name }) => name);

describe('boxes in boxes of their label', () => {
  it('are parts, and go, where the larger one is nearly as sure', () => {
    expect(names(suppressParts([part, whole], true))).toEqual(['whole']);
    expect(names(suppressParts([part, { ...whole, score: 0.4 }], true))).toEqual(['part', 'whole']);
  });

  it('stay where they are about as large, or stick out', () => {
    expect(suppressParts([{ ...part, box: box(0, 0, 90, 80) }, whole], true)).toHaveLength(2);
    expect(suppressParts([{ ...part, box: box(80, 80, 40, 40) }, whole], true)).toHaveLength(2);
  });

  it('stay, and the box around them goes, where several of one size and surer than it fill it', () => {
    const two = [part, { ...part, box: box(60, 10, 30, 30), name: 'other' }];
    expect(names(suppressParts([...two, whole], true))).toEqual(['part', 'other']);
    // Without groups the box around them suppresses them.
    expect(names(suppressParts([...two, whole], false))).toEqual(['whole']);
    // Of another size: a wheel beside a whole car.
    const uneven = [part, { ...part, box: box(60, 10, 10, 10), name: 'other' }];
    expect(names(suppressParts([...uneven, whole], true))).toEqual(['whole']);
  });
});

describe('overlap', () => {
  it('of a box in another is the share of its own area', () => {
    expect(within(part.box, whole.box)).toBe(1);
    expect(within(whole.box, part.box)).toBeCloseTo(0.09);
    expect(within(box(-10, 0, 20, 10), whole.box)).toBeCloseTo(0.5);
  });

  it('above the limit suppresses what comes later, and no more are kept than wanted', () => {
    const boxes = [box(0, 0, 10, 10), box(1, 0, 10, 10), box(50, 0, 10, 10), box(80, 0, 10, 10)];
    expect(suppress(boxes, 0.5)).toEqual([0, 2, 3]);
    expect(suppress(boxes, 0.9)).toEqual([0, 1, 2, 3]);
    expect(suppress(boxes, 0.5, 2)).toEqual([0, 2]);
  });
});

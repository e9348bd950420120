import { describe, expect, it } from 'vitest';
import { regionBox } from './region-box.js';

const original = { width: 1000, height: 500 };
const whole = { x: 0, y: 0, ...original };
const pixel = (x: number, y: number, width: number, height: number) => ({ x, y, width, height, unit: 'PIXEL' as const });

describe('a region box', () => {
  it('counts shares in sides of the original, without catching a neighbour pixel through rounding', () => {
    expect(regionBox({ x: 0.1, y: 0.2, width: 0.2, height: 0.6, unit: 'NORMALIZED' }, original, whole, 'box')).toEqual({
      x: 100,
      y: 100,
      width: 200,
      height: 300,
    });
  });
  it('widens to the whole pixels that it touches', () => {
    expect(regionBox(pixel(10.4, 20.6, 5, 5), original, whole, 'box')).toEqual({ x: 10, y: 20, width: 6, height: 6 });
  });
  it('is clipped to the visual it was asked of, not to the picture', () => {
    expect(regionBox(pixel(0, 0, 1000, 500), original, { x: 100, y: 50, width: 10, height: 20 }, 'box')).toEqual({
      x: 100,
      y: 50,
      width: 10,
      height: 20,
    });
  });
  it.each([
    ['outside', pixel(1000, 0, 5, 5)],
    ['of no width', pixel(1, 1, 0, 5)],
    ['of negative height', pixel(1, 1, 5, -5)],
    ['not finite', pixel(NaN, 1, 5, 5)],
    ['endless', pixel(0, 0, Infinity, 5)],
  ])('is refused when %s', (_, box) => {
    expect(() => regionBox(box, original, whole, 'boxes[3]')).toThrowError(
      expect.objectContaining({ code: 'BAD_INPUT', details: { field: 'boxes[3]' } }),
    );
  });
});

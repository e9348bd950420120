import { expect, it } from 'vitest';
import { cropKey } from './crop-key.js';
import { pixelBox } from './pixel-box.js';

const size = { width: 100, height: 80 };
const box = (x: number, y: number, width: number, height: number) => ({ x, y, width, height });

it.each([
  ['whole pixels stay', box(3, 4, 10, 10), box(3, 4, 10, 10)],
  ['fractions go outward', box(3.2, 4.7, 10, 10.1), box(3, 4, 11, 11)],
  ['a speck is one pixel', box(5.2, 5.2, 0.3, 0.3), box(5, 5, 1, 1)],
  ['rounding errors are not pixels', box(0.1 + 0.2 - 0.3, 0, 30.0000000001, 20), box(0, 0, 30, 20)],
  ['what is outside is cut', box(-10, 70, 200, 50), box(0, 70, 100, 10)],
])('%s', (_name, given, wanted) => expect(pixelBox(given, size)).toEqual(wanted));

it.each([box(100, 0, 5, 5), box(-5, 0, 5, 5), box(1, 1, 0, 5), box(5, 5, -2, -2), box(NaN, 0, 5, 5)])('refuses %j', (given) => {
  expect(() => pixelBox(given, size)).toThrow('does not meet the picture of 100 x 80 px');
});

it('gives equal keys to equal pixels only', () => {
  const picture = { ...size, content: 'abc' };
  const key = (more: object) => cropKey(picture, { width: 64, height: 48, kernel: 'cubic', ...more });
  expect(key({})).toBe('abc:0,0,100,80:64x48:cubic');
  expect(key({ box: box(0, 0, 100, 80) })).toBe(key({}));
  expect(key({ box: box(3.2, 4, 9.8, 10) })).toBe(key({ box: box(3, 4, 10, 10) }));
  const others = [key({}), key({ box: box(0, 0, 99, 80) }), key({ width: 48 }), key({ kernel: 'linear' })];
  expect(new Set(others).size).toBe(4);
});

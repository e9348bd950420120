import { expect, it } from 'vitest';
import { labelColor, type Rgb } from './palette.js';

const distance = (a: Rgb, b: Rgb): number => Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
const colors = Array.from({ length: 128 }, (_, i) => labelColor(i));

it('gives 128 valid colours of which no two are equal', () => {
  expect(new Set(colors.map(String)).size).toBe(128);
  for (const color of colors) for (const part of color) expect(Number.isInteger(part) && part >= 0 && part <= 255).toBe(true);
});

it('keeps the first colours well apart', () => {
  for (let i = 0; i < 16; i++) for (let j = 0; j < i; j++) expect(distance(colors[i]!, colors[j]!)).toBeGreaterThan(45);
});

it('is the same at every call', () => {
  expect(labelColor(0)).toEqual([230, 159, 0]);
  expect(labelColor(77)).toEqual(labelColor(77));
});

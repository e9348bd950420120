import { describe, expect, it } from 'vitest';
import type { Box, Features } from '../../core/index.js';
import type { Counted } from './counted.js';
import { integrate, type Field } from './field.js';
import { partsOf, rescore } from './rescore.js';

const noise = (seed: number) => (i: number) => Math.abs(Math.sin(seed + i * 12.9898) * 43758.5453) % 1;

function field(box: Box, cell: number, value: (i: number) => number): Field {
  const [rows, columns] = [Math.ceil(box.height / cell), Math.ceil(box.width / cell)];
  const data = Float64Array.from({ length: rows * columns }, (_, i) => value(i));
  return { rows, columns, x: box.x, y: box.y, cell: { width: cell, height: cell }, inside: box, data };
}
const counted = (density: Field, more: Partial<Counted> = {}): Counted => ({
  form: 'f',
  density,
  variance: { ...density, data: density.data.map((value) => value / 2) },
  points: null,
  saturated: false,
  ...more,
});

const box = { x: 30, y: 60, width: 180, height: 120 };

describe('parts', () => {
  it.each([
    [180, 120, 6],
    [100, 100, 9],
    [1000, 10, 3],
    [7, 500, 3],
    [1, 1, 1],
    [2, 1, 2],
  ])('of %d x %d px lie side by side and cover it', (width, height, count) => {
    const parts = partsOf({ x: 5, y: 9, width, height });
    expect(parts).toHaveLength(count);
    expect(parts.reduce((sum, part) => sum + part.width * part.height, 0)).toBe(width * height);
    for (const part of parts) expect(Object.values(part).every(Number.isInteger)).toBe(true);
  });
});

describe('a closer look', () => {
  const run = async (most: number, change: Partial<Counted> = {}, cell = 6) => {
    const first = counted(field(box, 20, noise(1)), change);
    const crops: Box[] = [];
    const looks: Counted[] = [];
    const result = await rescore({
      box,
      first,
      most,
      encode: async (boxes) => {
        crops.push(...boxes);
        return boxes.map(() => ({}) as Features);
      },
      count: async (_, crop) => {
        looks.push(counted(field(crop, cell, noise(7 + looks.length))));
        return looks.at(-1)!;
      },
    });
    return { first, crops, looks, ...result };
  };

  it('stands in place of the first one, part by part, as sums over either say', async () => {
    const { first, crops, looks, counted: both } = await run(3);
    const parts = partsOf(box);
    const order = parts.map((part) => integrate(first.density, part)).map((mass, i) => ({ mass, i }));
    const fullest = order.sort((a, b) => b.mass - a.mass).slice(0, 3);
    expect(crops).toHaveLength(3);
    fullest.forEach(({ i }, at) => {
      // By hand: an eighth of 60 px is 8 px (rounded), where the box has them.
      const { x, y } = parts[i]!;
      const [left, top] = [Math.max(30, x - 8), Math.max(60, y - 8)];
      const [right, bottom] = [Math.min(210, x + 68), Math.min(180, y + 68)];
      expect(crops[at]).toEqual({ x: left, y: top, width: right - left, height: bottom - top });
    });
    for (const kind of ['density', 'variance'] as const) {
      const expected = parts.map((part, i) => {
        const at = fullest.findIndex((each) => each.i === i);
        return integrate((at < 0 ? first : looks[at]!)[kind]!, part);
      });
      parts.forEach((part, i) => expect(integrate(both[kind]!, part)).toBeCloseTo(expected[i]!, 6));
    }
  });

  it('loses nothing where cells of both looks do not meet', async () => {
    const { first, looks, counted: both } = await run(2, {}, 7);
    const parts = partsOf(box);
    const kept = parts.map((part) => integrate(first.density, part)).sort((a, b) => b - a);
    const chosen = parts.filter((part) => kept.slice(0, 2).includes(integrate(first.density, part)));
    const fullestFirst = chosen.sort((a, b) => integrate(first.density, b) - integrate(first.density, a));
    const seen = fullestFirst.reduce((sum, part, i) => sum + integrate(looks[i]!.density, part), 0);
    expect(integrate(both.density, box)).toBeCloseTo(kept.slice(2).reduce((a, b) => a + b, 0) + seen, 6);
  });

  it('takes points of its own inside its parts, and keeps the others', async () => {
    const places = partsOf(box).map(({ x, y }) => ({ x: x + 1, y: y + 1 }));
    const { counted: both, crops } = await run(2, { points: places });
    expect(crops).toHaveLength(2);
    expect(both.points).toHaveLength(4);
  });

  it('is no longer saturated where all that was found was looked at again', async () => {
    expect((await run(5, { saturated: true })).counted.saturated).toBe(true);
    expect((await run(6, { saturated: true })).counted.saturated).toBe(false);
  });

  it('at nothing costs nothing', async () => {
    const { counted: same, first, crops, passes } = await run(0);
    expect([same, crops, passes]).toEqual([first, [], []]);
  });
});

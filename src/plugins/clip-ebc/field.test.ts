import { describe, expect, it } from 'vitest';
import type { Box } from '../../core/index.js';
import { integrate, stitch, type Field } from './field.js';
import { pointsOf } from './points.js';
import { tileBoxes } from './tiles.js';

const noise = (seed: number) => (i: number) => Math.abs(Math.sin(seed + i * 12.9898) * 43758.5453) % 1;

/** Random values per pixel on a grid of cells over a box. */
function field(box: Box, rows: number, columns: number, value = noise(1)): Field {
  const cell = { width: box.width / columns, height: box.height / rows };
  return { rows, columns, x: box.x, y: box.y, cell, inside: box, data: Float64Array.from({ length: rows * columns }, (_, i) => value(i)) };
}
/** The value of a field at a pixel's centre, and whether it speaks of it. */
function at({ columns, x, y, cell, inside, data }: Field, px: number, py: number): number | null {
  if (px < inside.x || py < inside.y || px > inside.x + inside.width || py > inside.y + inside.height) return null;
  return data[Math.floor((py - y) / cell.height) * columns + Math.floor((px - x) / cell.width)]!;
}
/** Fifth of a pixel by fifth of a pixel: the sum over a box of the mean of all fields that speak of it. Exact where cells end on fifths. */
function bruteForce(fields: readonly Field[], box: Box): number {
  let sum = 0;
  for (let y = 0; y < box.height; y += 1)
    for (let x = 0; x < 5 * box.width; x += 1) {
      const values = fields.map((each) => at(each, box.x + (x + 0.5) / 5, box.y + y + 0.5)).filter((value) => value !== null);
      sum += values.reduce((a, b) => a + b, 0) / Math.max(1, values.length) / 5;
    }
  return sum;
}

const box = { x: 20, y: 10, width: 80, height: 60 };

describe('a density', () => {
  it('over parts sums to the whole, however the parts cut blocks', () => {
    const whole = field(box, 6, 8);
    for (const [x, y] of [
      [20, 10],
      [37, 31],
      [59.5, 12.25],
      [100, 70],
    ] as const) {
      const parts = [
        { x: 20, y: 10, width: x - 20, height: y - 10 },
        { x, y: 10, width: 100 - x, height: y - 10 },
        { x: 20, y, width: x - 20, height: 70 - y },
        { x, y, width: 100 - x, height: 70 - y },
      ];
      expect(parts.reduce((sum, part) => sum + integrate(whole, part), 0)).toBeCloseTo(integrate(whole, box), 8);
    }
    const part = { x: 33, y: 15, width: 21, height: 40 };
    expect(integrate(whole, part)).toBeCloseTo(bruteForce([whole], part), 6);
  });

  it('counts nothing beyond what its blocks speak of', () => {
    const ragged = { ...field({ ...box, width: 90 }, 6, 9), inside: box };
    expect(integrate(ragged, { x: 0, y: 0, width: 500, height: 500 })).toBeCloseTo(integrate(ragged, box), 9);
  });
});

describe('stitched tiles', () => {
  it('that share block borders are averaged block by block, as by a count map', () => {
    const [left, right] = [
      { ...box, width: 50 },
      { ...box, x: 50, width: 50 },
    ].map((part, i) => field(part, 6, 5, noise(i)));
    const whole = stitch([left!, right!], box);
    expect([whole.rows, whole.columns]).toEqual([6, 8]);
    const row = (values: Field, first: number) => [...values.data.subarray(first, first + 5)];
    const [a, b] = [row(left!, 0), row(right!, 0)];
    [...a.slice(0, 3), (a[3]! + b[0]!) / 2, (a[4]! + b[1]!) / 2, ...b.slice(2)].forEach((value, i) =>
      expect(whole.data[i]).toBeCloseTo(value, 9),
    );
  });

  it('that share none hold what a walk over all pixels finds', () => {
    const tiles = [
      { x: 20, y: 10, width: 47, height: 60 },
      { x: 53, y: 10, width: 47, height: 60 },
    ].map((part, i) => field(part, 6, 5, noise(i)));
    expect(integrate(stitch(tiles, box), box)).toBeCloseTo(bruteForce(tiles, box), 6);
  });

  it('of one even density are that density', () => {
    const tiles = tileBoxes(box, 3).map((part) => field(part, 5, 5, () => 0.25));
    expect(integrate(stitch(tiles, box), box)).toBeCloseTo(0.25 * 80 * 60, 6);
  });

  it('are the one field itself without overlap', () => {
    const one = field(box, 3, 4);
    expect(stitch([one], box)).toBe(one);
  });
});

describe('tiles', () => {
  it.each([
    [1, 1, 1],
    [800, 600, 2],
    [4000, 10, 8],
    [10, 4000, 5],
    [3, 2, 8],
    [1000, 1000, 3],
  ])('cover %d x %d with %d along the longer side, inside it', (width, height, along) => {
    const boxes = tileBoxes({ x: 7, y: 5, width, height }, along);
    expect(new Set(boxes.map((each) => JSON.stringify(each))).size).toBe(boxes.length);
    const longest = width >= height ? ('x' as const) : ('y' as const);
    expect(new Set(boxes.map((each) => each[longest])).size).toBeLessThanOrEqual(along);
    for (const each of boxes) {
      expect(Object.values(each).every(Number.isInteger)).toBe(true);
      expect(each.x >= 7 && each.y >= 5 && each.x + each.width <= 7 + width && each.y + each.height <= 5 + height).toBe(true);
    }
    for (const [px, py] of [
      [0, 0],
      [width - 1, height - 1],
      [width >> 1, height >> 1],
      [width - 1, 0],
      [width / 3, height - 1],
    ] as const)
      expect(
        boxes.some((each) => px + 7 >= each.x && px + 7 < each.x + each.width && py + 5 >= each.y && py + 5 < each.y + each.height),
      ).toBe(true);
  });

  it('overlap by a quarter and are as many as asked for', () => {
    const boxes = tileBoxes({ x: 0, y: 0, width: 1000, height: 400 }, 2);
    expect(boxes).toEqual([
      { x: 0, y: 0, width: 572, height: 400 },
      { x: 428, y: 0, width: 572, height: 400 },
    ]);
  });
});

describe('points', () => {
  const grid = (...counts: number[]) => field({ x: 0, y: 0, width: 40, height: 10 }, 1, 4, (i) => counts[i]! / 100);

  it('are as many as the rounded total, in the blocks that hold them, fullest first', () => {
    const points = pointsOf(grid(0.2, 2, 0.9, 0.1), { x: 0, y: 0, width: 40, height: 10 });
    expect(points).toEqual([
      { x: 12.5, y: 5 },
      { x: 17.5, y: 5 },
      { x: 25, y: 5 },
    ]);
  });

  it('of a part lie inside it', () => {
    const points = pointsOf(grid(4, 4, 4, 4), { x: 15, y: 5, width: 10, height: 5 });
    expect(points).toHaveLength(2);
    expect(points.every(({ x, y }) => x >= 15 && x <= 25 && y >= 5 && y <= 10)).toBe(true);
  });

  it('are none on an empty plate, and bounded in a crowd', () => {
    expect(pointsOf(grid(0, 0, 0, 0), { x: 0, y: 0, width: 40, height: 10 })).toEqual([]);
    expect(pointsOf(grid(9000, 9000, 9000, 9000), { x: 0, y: 0, width: 40, height: 10 })).toHaveLength(10_000);
  });
});

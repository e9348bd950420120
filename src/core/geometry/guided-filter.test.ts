import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { GuidedFilter } from './guided-filter.js';

const fixture = JSON.parse(readFileSync(new URL('../../../test/fixtures/geometry/guided.json', import.meta.url), 'utf8')) as {
  height: number;
  width: number;
  radius: number;
  eps: number;
  luma: number[];
  p: number[];
  out: number[];
};
const { width, height, radius, eps } = fixture;
const guide = Float32Array.from(fixture.luma, (v) => v / 255);
const input = Float32Array.from(fixture.p);

/** Filters rows [first, end) and columns [left, right); elsewhere zeros. */
function filter(channel: Float32Array, first = 0, end = height, r = radius, left = 0, right = width): Float32Array {
  const needed = { first: Math.max(0, first - 2 * r), end: Math.min(height, end + 2 * r) };
  const part = (plane: Float32Array) => plane.subarray(needed.first * width, needed.end * width);
  const slopes = { first, one: new Float32Array((end - first) * width), two: new Float32Array((end - first) * width) };
  new GuidedFilter(part(guide), width, height, r, eps, { first, end }).coefficients(part(channel), slopes, {
    left,
    right,
    top: first,
    bottom: end,
  });
  return slopes.one.map((slope, i) => slope * guide[first * width + i]! + slopes.two[i]!);
}

describe('guided filter', () => {
  it('agrees with the plain loops of algorithm 1', () => {
    filter(input).forEach((value, i) => expect(value).toBeCloseTo(fixture.out[i]!, 4));
  });

  it('gives the same rows in bands as in one piece', () => {
    const whole = filter(input);
    filter(input, 8, 13).forEach((value, i) => expect(value).toBeCloseTo(whole[8 * width + i]!, 5));
  });

  it('gives the same values in a part as in one piece', () => {
    const whole = filter(input);
    const part = filter(input, 8, 13, radius, 9, 15);
    for (let y = 8; y < 13; y++) for (let x = 9; x < 15; x++) expect(part[(y - 8) * width + x]).toBeCloseTo(whole[y * width + x]!, 5);
    expect(part[8]).toBe(0);
  });

  it('leaves a constant constant', () => {
    filter(new Float32Array(width * height).fill(0.37)).forEach((value) => expect(value).toBeCloseTo(0.37, 5));
  });

  it('stays near the range of its input', () => {
    const least = Math.min(...input);
    const most = Math.max(...input);
    const margin = 0.15 * (most - least);
    for (const value of filter(input)) {
      expect(value).toBeGreaterThan(least - margin);
      expect(value).toBeLessThan(most + margin);
    }
  });

  it('takes windows larger than the picture', () => {
    for (const value of filter(input, 0, height, 90)) expect(Number.isFinite(value)).toBe(true);
  });
});

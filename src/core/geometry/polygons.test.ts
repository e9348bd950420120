import { describe, expect, it } from 'vitest';
import { outlines, toOriginal } from './polygons.js';

/** Even-odd at pixel centres, by another route than the tracer: crossings of each row's middle line. */
function fill(rings: readonly number[][], width: number, height: number): Uint8Array {
  const mask = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const at = y + 0.5;
    const crossings: number[] = [];
    for (const ring of rings) {
      for (let i = 0; i < ring.length; i += 2) {
        const [x0, y0] = [ring[i]!, ring[i + 1]!];
        const [x1, y1] = [ring[(i + 2) % ring.length]!, ring[(i + 3) % ring.length]!];
        if (y0 <= at !== y1 <= at) crossings.push(x0 + ((at - y0) / (y1 - y0)) * (x1 - x0));
      }
    }
    for (let x = 0; x < width; x++) mask[y * width + x] = crossings.filter((c) => c < x + 0.5).length % 2;
  }
  return mask;
}

/** Sums of waves from a small generator: blobs with holes, thin necks and specks. */
function blobs(seed: number, width: number, height: number): Uint8Array {
  let state = seed;
  const random = (): number => (state = (state * 1664525 + 1013904223) % 4294967296) / 4294967296;
  const waves = Array.from({ length: 6 }, () => [random() * 0.9, random() * 0.9, random() * 6.28] as const);
  return Uint8Array.from({ length: width * height }, (_, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    return waves.reduce((sum, [u, v, phase]) => sum + Math.sin(u * x + v * y + phase), 0) > 0.4 ? 3 : 0;
  });
}

const whole = (width: number, height: number) => ({ x: 0, y: 0, width, height });

describe('outlines', () => {
  it.each([1, 2, 3, 4, 5, 6])('fill back to the same mask (blobs %i)', (seed) => {
    const [width, height] = [70, 50];
    const mask = blobs(seed, width, height);
    const filled = fill(outlines(mask, width, height, 3, whole(width, height)), width, height);
    expect(filled).toEqual(mask.map((v) => (v === 3 ? 1 : 0)));
  });

  it('leaves out rings around fewer pixels than asked, specks and holes alike', () => {
    const rows = ['1111111....', '1.....1..11', '1.111.1..1.', '1.1.1.1....', '1.111.1....', '1.....1....', '1111111....'];
    const mask = Uint8Array.from(rows.join('').replaceAll('.', '0'), Number);
    const count = (minPixels: number) => outlines(mask, 11, 7, 1, whole(11, 7), { tolerance: 0, minPixels }).length;
    // 49 pixels within the frame, 25 within its hole, 9 within the ring in that, 1 within its own hole; 3 beside it.
    expect([0, 1, 1.01, 3, 3.01, 9, 9.01, 25, 25.01, 49, 49.01].map(count)).toEqual([5, 5, 4, 4, 3, 3, 2, 2, 1, 1, 0]);
  });

  it('takes fewer points the farther outlines may lie off, and none lies farther', () => {
    const mask = Uint8Array.from({ length: 100 * 100 }, (_, i) => (Math.hypot((i % 100) - 50, Math.floor(i / 100) - 50) < 40 ? 1 : 0));
    const points = [0, 0.34, 2, 8].map((tolerance) => {
      const [ring, ...others] = outlines(mask, 100, 100, 1, whole(100, 100), { tolerance, minPixels: 0 });
      expect(others).toEqual([]);
      for (let i = 0; i < ring!.length; i += 2) expect(Math.abs(Math.hypot(ring![i]! - 50.5, ring![i + 1]! - 50.5) - 40)).toBeLessThan(1);
      return ring!.length / 2;
    });
    expect(points[0]! > points[1]! && points[1]! > points[2]! && points[2]! > points[3]!).toBe(true);
    expect(points[3]).toBeLessThan(12);
  });

  it('gives a hole a ring of its own, turning the other way', () => {
    const mask = Uint8Array.from('1111110001100011111111111'.padEnd(25, '1'), Number);
    const rings = outlines(mask, 5, 5, 1, whole(5, 5));
    const areas = rings.map(
      (r) => r.reduce((s, v, i) => s + (i % 2 ? 0 : v * r[(i + 3) % r.length]! - r[(i + 2) % r.length]! * r[i + 1]!), 0) / 2,
    );
    expect(rings).toHaveLength(2);
    expect(areas[0]).toBeGreaterThan(0);
    expect(areas[1]).toBeLessThan(0);
  });

  it('keeps apart what touches only at a corner, and draws a pixel and a line', () => {
    expect(outlines([1, 0, 0, 1], 2, 2, 1, whole(2, 2))).toHaveLength(2);
    expect(fill(outlines([0, 1, 0, 0, 1, 0, 0, 1, 0], 3, 3, 1, { x: 1, y: 0, width: 1, height: 3 }), 3, 3)).toEqual(
      Uint8Array.of(0, 1, 0, 0, 1, 0, 0, 1, 0),
    );
  });

  it('draws a large disc with few points', () => {
    const mask = Uint8Array.from({ length: 40_000 }, (_, i) => (((i % 200) - 100) ** 2 + (Math.floor(i / 200) - 100) ** 2 < 8100 ? 1 : 0));
    const rings = outlines(mask, 200, 200, 1, whole(200, 200));
    expect(rings).toHaveLength(1);
    expect(rings[0]!.length / 2).toBeLessThan(240);
  });

  it('go over to the original by scale and offset of the box', () => {
    expect(toOriginal([[0, 0, 10, 5]], 20, 10, { x: 100.5, y: 7, width: 40, height: 30 })).toEqual([
      [
        { x: 100.5, y: 7 },
        { x: 120.5, y: 22 },
      ],
    ]);
  });
});

import { describe, expect, it } from 'vitest';
import { highPlaces } from './regions.js';

const frame = { x: 100, y: 200, width: 60, height: 30 };
const mapOf = (rows: number, columns: number, data: readonly number[]) => ({
  channels: 1,
  rows,
  columns,
  data: Float32Array.from(data),
  frame,
});

describe('high places of a map', () => {
  it('hold a single patch that reaches the threshold only just, with its value and its middle', () => {
    const peak = Math.fround(1.5137);
    const [place, ...others] = highPlaces(mapOf(3, 4, [0.9, 0.7, 0.8, 0.9, 0.8, 0.9, peak, 0.7, 0.6, 0.9, 0.8, 0.9]), peak, 10);
    expect(others).toEqual([]);
    expect(place!.score).toBe(peak);
    expect(place!.peak).toEqual({ x: 137.5, y: 215 });
    expect(place!.box.width).toBeCloseTo(3, 9);
    expect(place!.box.x + place!.box.width / 2).toBeCloseTo(137.5, 9);
  });

  it.each([1, 2, 3, 24, 100, 171, 300])('hold every patch at the threshold or above, of maps of %i columns', (columns) => {
    let state = columns;
    const random = (): number => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
    const map = mapOf(
      7,
      columns,
      Array.from({ length: 7 * columns }, () => Math.round(10 * random()) / 10),
    );
    const threshold = Math.fround(0.7);
    const places = highPlaces(map, threshold, Infinity);
    const patchAt = ({ x, y }: { x: number; y: number }): number =>
      Math.floor(((y - frame.y) * 7) / frame.height) * columns + Math.floor(((x - frame.x) * columns) / frame.width);
    const held = new Set<number>();
    for (const place of places) {
      const own = place.map;
      const [down, across] = [own.rows / 7, own.columns / columns];
      const inside = [...map.data.keys()].filter((patch) => {
        const row = down * Math.floor(patch / columns) + (down - 1) / 2;
        return own.data[row * own.columns + across * (patch % columns) + (across - 1) / 2]! >= threshold;
      });
      inside.forEach((patch) => held.add(patch));
      const highest = Math.max(...inside.map((patch) => map.data[patch]!));
      expect(place.score).toBe(highest);
      expect(inside).toContain(patchAt(place.peak));
      expect(map.data[patchAt(place.peak)]).toBe(highest);
    }
    expect([...held].sort((a, b) => a - b)).toEqual([...map.data.keys()].filter((patch) => map.data[patch]! >= threshold));
    expect(places[0]?.score ?? 0).toBe(places.length > 0 ? Math.max(...map.data) : 0);
  });

  it('of one value everywhere are one place over all of it', () => {
    const [place, ...others] = highPlaces(mapOf(512, 512, new Array<number>(512 * 512).fill(1)), 1, 10);
    expect(others).toEqual([]);
    expect(place).toMatchObject({ score: 1, box: frame });
  });

  it('give a mask the map as it is around them, so that it ends where the map crosses the threshold', () => {
    const [place] = highPlaces(mapOf(1, 3, [0, 1, 0.8]), 0.9, 10);
    // Of five cells a patch: 0.8, 1, 0.96, 0.92, 0.88 from the middle's left on; where it is below 0.9 the value stands, and nothing further on.
    expect([...place!.map.data.subarray(5, 12)].map((value) => Number(value.toFixed(2)))).toEqual([0, 0.8, 1, 0.96, 0.92, 0.88, 0]);
  });
});

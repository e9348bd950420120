import { describe, expect, it } from 'vitest';
import type { ScoreMaps } from '../geometry/score-maps.js';
import { heatmap, heatmapFloat32, heatmapValues } from './heatmap.js';

/** Two channels of 2 rows and 4 columns over 80 x 40 px; the second counts 0 to 7. */
const maps: ScoreMaps = {
  channels: 2,
  rows: 2,
  columns: 4,
  frame: { x: 0, y: 0, width: 80, height: 40 },
  data: Float32Array.from([9, 9, 9, 9, 9, 9, 9, 9, 0, 1, 2, 3, 4, 5, 6, 7]),
};
const whole = { x: 0, y: 0, width: 80, height: 40 };

describe('a heatmap', () => {
  it('of the whole frame is the channel as it is', () => {
    const map = heatmap(maps, 1, whole);
    expect([map.width, map.height, map.min, map.max]).toEqual([4, 2, 0, 7]);
    expect(heatmapValues(map, 64)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });
  it('averages down to the size asked for', () => {
    expect(heatmapValues(heatmap(maps, 1, whole), 2)).toEqual([2.5, 4.5]);
  });
  it('of a box inside the frame weighs patches by what lies inside', () => {
    const map = heatmap(maps, 1, { x: 10, y: 0, width: 20, height: 40 });
    expect([map.width, map.height]).toEqual([1, 2]);
    expect(heatmapValues(map, 64)).toEqual([0.5, 4.5]);
  });
  it('gives all values as little-endian floats', () => {
    const bytes = Buffer.from(heatmapFloat32(heatmap(maps, 1, whole)), 'base64');
    expect(bytes.length).toBe(32);
    expect(bytes.readFloatLE(12)).toBe(3);
  });
});

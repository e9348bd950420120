import { describe, expect, it } from 'vitest';
import { connectedAreas } from './connected-areas.js';

describe('connectedAreas', () => {
  it('joins cells that touch, also at a corner, and orders areas by their peaks', () => {
    const values = Float32Array.from(
      [
        [0.9, 0, 0, 0.5, 0.6],
        [0, 0.7, 0, 0, 0],
        [0, 0, 0, 0, 1],
      ].flat(),
    );
    const areas = connectedAreas(values, 5, 0.5);
    expect(areas.map(({ cells, peak }) => ({ cells: [...cells].sort((a, b) => a - b), peak }))).toEqual([
      { cells: [14], peak: 14 },
      { cells: [0, 6], peak: 0 },
      { cells: [3, 4], peak: 4 },
    ]);
    expect(areas[1]).toMatchObject({ left: 0, top: 0, right: 1, bottom: 1 });
  });

  it('takes a value at the threshold, and leaves out what is no number', () => {
    expect(connectedAreas(Float32Array.of(0.5, NaN, 0.4), 3, 0.5)).toHaveLength(1);
    expect(connectedAreas(new Float32Array(6), 3, 0.1)).toEqual([]);
    expect(connectedAreas(new Float32Array(6).fill(1), 3, 0.1)).toMatchObject([{ left: 0, top: 0, right: 2, bottom: 1 }]);
  });
});

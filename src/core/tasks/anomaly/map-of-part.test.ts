import { describe, expect, it } from 'vitest';
import { heatmap } from '../../visual/heatmap.js';
import { mapOfPart } from './map-of-part.js';

/** Of 3 rows and 4 columns over 40 x 30 px from (100, 50) on, counting 0 to 11. */
const map = {
  channels: 1,
  rows: 3,
  columns: 4,
  data: Float32Array.from({ length: 12 }, (_, at) => at),
  frame: { x: 100, y: 50, width: 40, height: 30 },
};

describe('the map of a part', () => {
  it.each([
    ['all of it', { x: 100, y: 50, width: 40, height: 30 }, 4, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]],
    ['whole patches', { x: 110, y: 60, width: 20, height: 20 }, 2, [5, 6, 9, 10]],
    ['patches that lie in it by half or more', { x: 104, y: 54, width: 27, height: 12 }, 3, [0, 1, 2, 4, 5, 6]],
    ['less than half a patch', { x: 126, y: 71, width: 1, height: 1 }, 1, [10]],
    ['a strip at the far edge', { x: 138, y: 50, width: 2, height: 30 }, 1, [3, 7, 11]],
    ['where two patches meet', { x: 118, y: 50, width: 4, height: 4 }, 1, [2]],
  ])('has the values of %s, as they are', (_, part, columns, values) => {
    const own = mapOfPart(map, part);
    expect(own).toMatchObject({ columns, rows: values.length / columns, frame: part });
    expect([...own.data]).toEqual(values);
    // What a client sees is these numbers.
    expect([...heatmap(own, 0, part).data]).toEqual(values);
    // And of one that is of the part already, nothing changes.
    expect(mapOfPart(own, part)).toEqual(own);
  });
});

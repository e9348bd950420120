import { expect, it } from 'vitest';
import { AreaCounter } from './areas.js';

const data = Uint16Array.from([0, 1, 1, 0, 2, 0, 1, 0, 2, 0, 0, 0]);

it('counts pixels and bounds of each label, null where it has none', () => {
  expect(new AreaCounter(3).addRows(data, 4, 0, 3).result()).toEqual({
    areas: [3, 2, 0],
    bounds: [{ x: 1, y: 0, width: 2, height: 2 }, { x: 0, y: 1, width: 1, height: 2 }, null],
  });
});

it('adds up bands in any order', () => {
  const late = new AreaCounter(3).addRows(data, 4, 1, 3).record();
  const early = new AreaCounter(3).addRows(data, 4, 0, 1).record();
  expect(new AreaCounter(3).add(late).add(early).result()).toEqual(new AreaCounter(3).addRows(data, 4, 0, 3).result());
});

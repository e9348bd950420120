import { expect, it } from 'vitest';
import { resultForLabels } from './for-labels.js';

it('gives each label the channel and score of the one that it reads as, and its pixels to the first', () => {
  const frame = { x: 0, y: 0, width: 20, height: 10 };
  const result = {
    form: 'test',
    scores: [0.9, 0.2],
    maps: { channels: 3, rows: 1, columns: 2, data: Float32Array.of(0.9, 0.8, 0.2, 0.1, 0.5, 0.4), frame },
    competes: [true, false],
    threshold: 0.3,
    refine: 'GUIDED',
  } as const;
  const all = resultForLabels(result, [1, 0, 0, 1]);
  expect(all.scores).toEqual([0.2, 0.9, 0.9, 0.2]);
  expect(all.competes).toEqual([false, true, false, false]);
  expect(all.pixelsOf).toEqual([0, 1, 1, 0]);
  expect(all.maps.channels).toBe(5);
  expect([...all.maps.data]).toEqual([...Float32Array.of(0.2, 0.1, 0.9, 0.8, 0.9, 0.8, 0.2, 0.1, 0.5, 0.4)]);
  expect(all).toMatchObject({ form: 'test', threshold: 0.3, refine: 'GUIDED' });
});

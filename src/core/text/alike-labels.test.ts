import { expect, it } from 'vitest';
import { alikeLabels } from './alike-labels.js';

const unit = (...values: number[]): Float32Array => {
  const length = Math.hypot(...values);
  return Float32Array.from(values, (value) => value / length);
};
const [east, north] = [unit(1, 0), unit(0, 1)];

it('tells each label whose vector is that of one before it, by the first of them', () => {
  const labels = ['cat', 'tree', 'Cat', 'CAT'];
  const rounded = Float32Array.from(east, (value) => value * (1 + 1e-7));
  expect(alikeLabels(labels, [[east], [north], [rounded], [east]])).toEqual([
    { label: 'Cat', first: 'cat', same: true },
    { label: 'CAT', first: 'cat', same: true },
  ]);
});

it('tells whether all names of both are alike', () => {
  expect(alikeLabels(['cat', 'Cat'], [[east, north], [east]])).toEqual([{ label: 'Cat', first: 'cat', same: false }]);
  expect(
    alikeLabels(
      ['cat', 'Cat'],
      [
        [east, north],
        [east, unit(0, 2)],
      ],
    ),
  ).toEqual([{ label: 'Cat', first: 'cat', same: true }]);
});

it('tells none whose vectors differ, be it by little, nor by its synonyms', () => {
  expect(alikeLabels(['cat', 'tree'], [[east], [north, east]])).toEqual([]);
  expect(alikeLabels(['cat', 'cats'], [[east], [unit(1, 0.01)]])).toEqual([]);
  expect(alikeLabels([], [])).toEqual([]);
});

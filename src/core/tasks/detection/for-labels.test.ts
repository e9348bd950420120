import { expect, it } from 'vitest';
import type { DetectedThing } from './contract.js';
import { resultForLabels } from './for-labels.js';

it('gives what was found to every label that reads so, in the order of scores', () => {
  const thing = { box: { x: 0, y: 0, width: 1, height: 1 }, mask: null, backgroundScore: null, embedding: null, attributes: [] };
  const objects: DetectedThing[] = [
    { ...thing, label: 1, score: 0.9 },
    { ...thing, label: 0, score: 0.5 },
  ];
  const all = resultForLabels({ form: 'test', objects, backgroundUsed: [] }, [1, 0, 1]);
  expect(all.objects.map(({ label, score }) => [label, score])).toEqual([
    [0, 0.9],
    [2, 0.9],
    [1, 0.5],
  ]);
});

import { expect, it } from 'vitest';
import { maskclipOptions } from '../../../test/fixtures/plugins/options.js';

it('options have defaults where they are absent', () => {
  expect(maskclipOptions()).toEqual({
    form: null,
    logitScale: null,
    backgroundPolicy: 'TEXTS',
    threshold: null,
    objectnessBelow: 0.99,
    minPresence: 0.5,
    promptDenoising: 0,
    smoothing: 'PACK',
    affinityThreshold: 0.8,
    affinityTemperature: 0.05,
    affinityBelow: 1,
    dinoiserThreshold: 0.2,
    randomWalk: false,
    examples: null,
    edges: 'GUIDED',
  });
});

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { auroc, averagePrecision, bestF1, joined, regionOverlap } from './measures.js';

/** By scikit-learn and SciPy: training/references/anomaly_measures.py. */
const reference = JSON.parse(readFileSync(new URL('./measures.reference.json', import.meta.url), 'utf8')) as {
  width: number;
  maps: number[][];
  masks: number[][];
  auroc: number;
  averagePrecision: number;
  bestF1: number;
  pro: number;
};
const maps = reference.maps.map((values, at) => ({
  values: Float32Array.from(values),
  truth: Uint8Array.from(reference.masks[at]!),
  width: reference.width,
}));
const values = joined(maps.map((map) => map.values));
const truth = Uint8Array.from(maps.flatMap((map) => [...map.truth]));

describe('measures of anomaly detection', () => {
  it('equal scikit-learn and SciPy, also where values are equal', () => {
    expect(auroc(values, truth)).toBeCloseTo(reference.auroc, 10);
    expect(averagePrecision(values, truth)).toBeCloseTo(reference.averagePrecision, 10);
    expect(bestF1(values, truth)).toBeCloseTo(reference.bestF1, 10);
    expect(regionOverlap(maps)).toBeCloseTo(reference.pro, 6);
  });

  it('are 1 where all is found, and a half where nothing is known', () => {
    const perfect = Float32Array.from(truth);
    expect([auroc(perfect, truth), averagePrecision(perfect, truth), bestF1(perfect, truth)]).toEqual([1, 1, 1]);
    expect(regionOverlap(maps.map((map) => ({ ...map, values: Float32Array.from(map.truth) })))).toBeCloseTo(1, 6);
    expect(auroc(new Float32Array(truth.length), truth)).toBe(0.5);
  });
});

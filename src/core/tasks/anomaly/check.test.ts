import { describe, expect, it } from 'vitest';
import { anomalyQuestion, checkAnomalyResult } from './check.js';
import type { AnomalyResult } from './contract.js';

const LIMITS = { MAX_LABELS: 4, MAX_LABEL_LENGTH: 10 };
const part = { x: 0, y: 0, width: 20, height: 10 };
const map = { channels: 1, rows: 1, columns: 2, data: Float32Array.of(0, 1.5), frame: part };
const right: AnomalyResult = { form: 'any', score: 1.5, threshold: 1, percentile: 0.9, map, mapThreshold: 1, uncertainty: map };

describe('anomalyQuestion', () => {
  it('trims what the visual shows; nothing is null', () => {
    expect(anomalyQuestion({ of: ' bolt ' }, LIMITS)).toEqual({ of: 'bolt' });
    expect(anomalyQuestion({}, LIMITS)).toEqual({ of: null });
  });

  it.each(['', '  ', 'a'.repeat(11)])('refuses %j', (of) => {
    expect(() => anomalyQuestion({ of }, LIMITS)).toThrow(/^of:/);
  });
});

describe('checkAnomalyResult', () => {
  it('passes what is right, with and without what a method may not know', () => {
    expect(checkAnomalyResult(right, part)).toBe(right);
    const little = { ...right, threshold: null, percentile: null, mapThreshold: null, uncertainty: null };
    expect(checkAnomalyResult(little, part)).toBe(little);
  });

  it.each([
    [null, 'no result'],
    [{ form: '' }, 'form'],
    [{ score: NaN }, 'score'],
    [{ score: -1 }, 'score'],
    [{ threshold: Infinity }, 'threshold'],
    [{ percentile: 1.1 }, 'percentile'],
    [{ mapThreshold: 0 }, 'mapThreshold'],
    [{ map: null }, 'map'],
    [{ map: { ...map, data: Float32Array.of(0, NaN) } }, 'map.data\\[1\\]'],
    [{ map: { ...map, rows: 2 } }, 'map.data'],
    [{ map: { ...map, frame: { ...part, width: 10 } } }, 'map.frame'],
    [{ uncertainty: { ...map, data: Float32Array.of(0, -1) } }, 'uncertainty.data\\[1\\]'],
  ])('names what is wrong: %j', (wrong, field) => {
    const result = (wrong === null ? null : { ...right, ...wrong }) as AnomalyResult;
    expect(() => checkAnomalyResult(result, part)).toThrow(new RegExp(`^A wrong result: ${field}`));
  });
});

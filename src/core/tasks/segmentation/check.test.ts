import { describe, expect, it } from 'vitest';
import { checkSegmentResult } from './check.js';
import type { SegmentResult } from './contract.js';

const good: SegmentResult = {
  form: 'test',
  scores: [0, 1],
  maps: { channels: 3, rows: 1, columns: 2, data: Float32Array.of(0, 1, 0.5, 0.5, 0.2, 0.3), frame: { x: 0, y: 0, width: 20, height: 10 } },
  competes: [true, false],
  threshold: 0.3,
  refine: 'GUIDED',
};
const maps = (change: object): Partial<SegmentResult> => ({ maps: { ...good.maps, ...change } });

describe('checkSegmentResult', () => {
  it('lets a right result through as it is', () => {
    expect(checkSegmentResult(good, 2)).toBe(good);
  });

  it.each<[string, Partial<SegmentResult>]>([
    ['scores', { scores: [1] }],
    ['scores[1]', { scores: [1, NaN] }],
    ['scores[0]', { scores: [1.2, 0] }],
    ['competes', { competes: [true] }],
    ['threshold', { threshold: Infinity }],
    ['refine', { refine: 'SHARP' as never }],
    ['form', { form: '' }],
    ['channels', maps({ channels: 1, data: new Float32Array(2) })],
    ['maps.data', maps({ data: new Float32Array(5) })],
    ['maps.data', maps({ data: new Array(6).fill(0) })],
    ['maps.data[2]', maps({ data: Float32Array.of(0, 1, NaN, 0, 0, 0) })],
    ['maps.data[0]', maps({ data: Float32Array.of(-0.5, 1, 0, 0, 0, 0) })],
    ['frame', maps({ frame: { x: 0, y: 0, width: 0, height: 10 } })],
    ['frame', maps({ frame: undefined })],
    ['size', maps({ rows: 1.5 })],
  ])('names what is wrong: %s', (field, change) => {
    expect(() => checkSegmentResult({ ...good, ...change }, 2)).toThrow(field);
  });

  it('refuses no result at all', () => {
    expect(() => checkSegmentResult(undefined as never, 2)).toThrow('no result');
  });
});

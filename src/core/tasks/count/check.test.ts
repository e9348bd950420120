import { describe, expect, it } from 'vitest';
import { checkCountResult } from './check.js';
import type { CountResult } from './contract.js';

const part = { x: 10, y: 0, width: 20, height: 10 };
const frame = { x: 0, y: 0, width: 40, height: 10 };
const good: CountResult = {
  form: 'test',
  total: 1.5,
  uncertainty: 0.5,
  density: { channels: 1, rows: 1, columns: 2, data: Float32Array.of(0, 1.5), frame },
  points: [{ x: 30, y: 10 }],
  saturated: false,
  score: 1,
};
const density = (change: object): Partial<CountResult> => ({ density: { ...good.density, ...change } as never });

describe('checkCountResult', () => {
  it('lets a right result through as it is, and what is not known as null', () => {
    expect(checkCountResult(good, part)).toBe(good);
    const bare = { ...good, uncertainty: null, density: null, points: null, saturated: null, score: null };
    expect(checkCountResult(bare, part)).toBe(bare);
  });

  it.each<[string, Partial<CountResult>]>([
    ['form', { form: '' }],
    ['total is NaN', { total: NaN }],
    ['total is -1', { total: -1 }],
    ['uncertainty', { uncertainty: Infinity }],
    ['uncertainty', { uncertainty: undefined }],
    ['saturated', { saturated: 1 as never }],
    ['score', { score: 1.2 }],
    ['score', { score: NaN }],
    ['density is no map', { density: 3 as never }],
    ['channels', density({ channels: 2 })],
    ['size', density({ rows: 0 })],
    ['density.data', density({ data: [0, 1] })],
    ['density.data[1] is NaN', density({ data: Float32Array.of(0, NaN) })],
    ['density.data[0] is -1', density({ data: Float32Array.of(-1, 0) })],
    ['density.frame is no box', density({ frame: undefined })],
    ['does not cover', density({ frame: { ...frame, width: 25 } })],
    ['points is no list', { points: 'here' as never }],
    [
      'points[1]',
      {
        points: [
          { x: 10, y: 0 },
          { x: 9, y: 0 },
        ],
      },
    ],
    ['points[0]', { points: [{ x: 10, y: NaN }] }],
    ['points[0]', { points: [null as never] }],
  ])('names what is wrong: %s', (field, change) => {
    expect(() => checkCountResult({ ...good, ...change }, part)).toThrow(field);
  });

  it('refuses no result at all', () => {
    expect(() => checkCountResult(undefined as never, part)).toThrow('no result');
  });
});

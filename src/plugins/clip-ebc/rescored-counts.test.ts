import { describe, expect, it } from 'vitest';
import type { Box, Detail } from '../../core/index.js';
import { closer, count, entry, scene, type Change } from '../../../test/fixtures/plugins/clip-ebc-scene.js';

describe('crops encoded again', () => {
  // Thirds are 4 x 4 patches. The fullest are the last (5 apples), then the first and the fourth (3 each).
  const rows = [
    'aa..........',
    'a...........',
    '............',
    '.....a......',
    'a...........',
    '.a..........',
    '..a.........',
    '............',
    '............',
    '.........a.a',
    '..........a.',
    '.........a.a',
  ];
  const again = async (rescore: number, change: Change = {}) => {
    const asked: Box[] = [];
    const result = await count({ ...scene(...rows), encode: closer(rows, asked), options: { rescore }, ...change });
    return { asked, result };
  };

  it('replace the counts of the fullest parts, and no others', async () => {
    // A patch of the closer look is four blocks, each of which counts one thing.
    for (const [rescore, total] of [
      [0, 12],
      [1, 7 + 4 * 5],
      [2, 4 + 4 * 8],
      [3, 1 + 4 * 11],
      [9, 4 * 12],
    ] as const) {
      const { asked, result } = await again(rescore);
      expect(result.total).toBeCloseTo(total, 6);
      expect(result.points).toHaveLength(total);
      expect(asked).toHaveLength(Math.min(rescore, 4)); // the other parts are empty
    }
  });

  it('are seen with an eighth around them, inside the visual', async () => {
    const { asked, result } = await again(2);
    expect(asked).toEqual([
      { x: 60, y: 60, width: 36, height: 36 },
      { x: 0, y: 0, width: 36, height: 36 },
    ]);
    expect(result.density).toMatchObject({ rows: 24, columns: 24, frame: { x: 0, y: 0, width: 96, height: 96 } });
    const at = (row: number, column: number) => result.density!.data[row * 24 + column];
    expect([at(0, 0), at(3, 3), at(22, 22), at(8, 0), at(6, 10)].map((value) => Math.round(value! * 1e6) / 1e6)).toEqual([
      1, 0, 1, 0.25, 0.25,
    ]);
  });

  it('are encoded at the detail that the head names for that of the picture', async () => {
    const asked: (Detail | undefined)[] = [];
    const encode: Change['encode'] = (boxes, detail) => {
      asked.push(detail);
      return closer(rows, [])(boxes);
    };
    await again(1, { encode });
    await again(1, { encode, head: { ...entry, cropDetail: { MEDIUM: 'LOW' } } });
    await again(1, { encode, head: { ...entry, cropDetail: { HIGH: 'LOW' } } });
    expect(asked).toEqual([undefined, 'LOW', undefined]);
  });

  it('of a region are parts of the region', async () => {
    const { asked, result } = await again(1, { box: { x: 0, y: 0, width: 48, height: 48 } });
    expect(asked).toEqual([{ x: 0, y: 0, width: 18, height: 18 }]);
    // The first look has 6 blocks of one thing here, 3 of them in the third.
    expect(result.total).toBeCloseTo(6 - 3 + 4 * 3, 6);
  });

  it('say the score, and leave an even shade alone', async () => {
    const { asked, result } = await again(4, { ...scene('......', '......', '......'), options: { rescore: 4, minPresence: 0 } });
    expect([asked, result.total]).toEqual([[], 0]);
    const low = { calibration: { presence: { midpoint: 0.99, slope: 200 } } };
    const blurred = scene(...rows);
    const dense = blurred.outputs['dense']!.map((value) => value);
    rows
      .join('')
      .split('')
      .forEach((letter, i) => letter === 'a' && dense.splice(i * 4, 4, 0.8, 0, 0, 0.6));
    const first = await again(0, { ...blurred, outputs: { dense }, ...low });
    const both = await again(1, { ...blurred, outputs: { dense }, ...low });
    expect(first.result).toMatchObject({ total: 0, score: expect.closeTo(0, 6) });
    expect(both.result.score).toBeGreaterThan(0.5);
    expect(both.result.total).toBeCloseTo(7 + 4 * 5, 6);
  });

  it('serve the training-free form, too', async () => {
    const spread = ['a....a......', ...Array.from({ length: 10 }, () => '............'), '...........a'];
    const asked: Box[] = [];
    const free = (rescore: number) => count({ ...scene(...spread), head: undefined, encode: closer(spread, asked), options: { rescore } });
    expect((await free(0)).total).toBe(3);
    const both = await free(2);
    expect(asked).toHaveLength(2);
    expect(both.total).toBeCloseTo(3, 6);
    expect(both.points).toHaveLength(3);
    expect(both.uncertainty).toBeNull();
  });
});

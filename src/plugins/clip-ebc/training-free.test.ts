import { describe, expect, it } from 'vitest';
import { count, scene, SIDE, type Change } from '../../../test/fixtures/plugins/clip-ebc-scene.js';

describe('the training-free form', () => {
  const free = (change: Change) => count({ ...change, head: undefined });

  it('counts connected places of the label', async () => {
    const result = await free(scene('a...a', '.....', '..p..', 'a...a'));
    expect(result).toMatchObject({ form: 'training-free (stand-in)', total: 4, uncertainty: null, saturated: false });
    expect(result.points!.map(({ x, y }) => [Math.floor(x / SIDE), Math.floor(y / SIDE)])).toEqual([
      [0, 0],
      [4, 0],
      [0, 3],
      [4, 3],
    ]);
    expect(result.density!.data.reduce((a, b) => a + b)).toBeCloseTo(4, 5);
  });

  it('takes a place as large as several single ones for several', async () => {
    const rows = ['a...a..a', '........', 'a.......', '....aaa.', 'a.......'];
    const { total, points } = await free(scene(...rows));
    expect(total).toBeGreaterThanOrEqual(7);
    expect(points).toHaveLength(total);
  });

  it('follows the label, and the background texts where the pack has some', async () => {
    const rows = ['p.p', '...', 'a.p'];
    expect((await free(scene(...rows))).total).toBe(1);
    expect((await free({ ...scene(...rows), of: 'pear' })).total).toBe(3);
    expect((await free({ ...scene(...rows), of: 'car' })).total).toBe(0);
    expect((await free({ ...scene(...rows), calibration: { background: ['plate', 'apple'] } })).total).toBe(1);
  });

  it('gives nothing on an empty plate, and says so of a full one', async () => {
    expect(await free(scene('...', '...'))).toMatchObject({ total: 0, saturated: false, points: [] });
    expect(await free({ ...scene('...', '...'), options: { minPresence: 0 } })).toMatchObject({ total: 0 });
    expect(await free(scene('aaa', 'aaa'))).toMatchObject({ total: 1, saturated: true });
  });

  it('sums over parts to the whole', async () => {
    const rows = scene('a...a', '..aa.', 'a...a');
    const whole = (await free(rows)).total;
    const part = (x: number, width: number) => free({ ...rows, options: { minPresence: 0 }, box: { x, y: 0, width, height: 24 } });
    expect((await part(0, 21)).total + (await part(21, 19)).total).toBeCloseTo(whole, 6);
  });
});

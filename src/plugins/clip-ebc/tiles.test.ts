import { describe, expect, it } from 'vitest';
import type { Box } from '../../core/index.js';
import { closer, count, scene } from '../../../test/fixtures/plugins/clip-ebc-scene.js';

describe('tiles', () => {
  it('count what lies in several of them once', async () => {
    const rows = ['a......', '..aa...', '..aa...', '......a'];
    const asked: Box[] = [];
    const result = await count({ ...scene(...rows), encode: closer(rows, asked), options: { tiles: 2 } });
    expect(asked.length).toBe(2);
    // Each of 6 patches is four blocks of the closer look, each of which counts one thing.
    expect(result.total).toBeCloseTo(24, 6);
    expect(result.density!.frame).toEqual({ x: 0, y: 0, width: 56, height: 32 });
    const free = await count({ ...scene(...rows), encode: closer(rows, asked), options: { tiles: 2, form: 'TRAINING_FREE' } });
    expect(free.total).toBe(3);
  });

  it('of a single pixel are the visual itself', async () => {
    const call = { ...scene('a'), box: { x: 3, y: 2, width: 1, height: 1 }, options: { tiles: 8 } };
    expect((await count(call)).total).toBeCloseTo(1 / 64, 6);
  });
});

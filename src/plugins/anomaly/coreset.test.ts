import { describe, expect, it } from 'vitest';
import type { Tensor } from '../../core/index.js';
import { nearest } from '../../../test/fixtures/plugins/nearest.js';
import { coreset } from './coreset.js';

const compute = { nearest };
const { signal } = new AbortController();

/** Most rows point one way; a few, far apart in the list, another each. */
function rows(count: number, odd: readonly number[], dims: number): Tensor {
  const data = new Float32Array(count * dims);
  for (let row = 0; row < count; row += 1) {
    const kind = odd.indexOf(row);
    data[row * dims + (kind < 0 ? 0 : kind + 1)] = 1;
  }
  return { data, dims: [count, dims] };
}

describe('coreset', () => {
  it('is nothing where all rows may stay', async () => expect(await coreset(rows(20, [], 3), 20, compute, signal)).toBeNull());

  it.each([6, 200])('keeps what few rows show, and as many rows as it may: %i numbers a row', async (dims) => {
    const odd = [13, 77, 141, 290];
    const kept = await coreset(rows(300, odd, dims), 32, compute, signal);
    expect(kept!.places).toHaveLength(32);
    expect(new Set(kept!.places).size).toBe(32);
    for (const row of odd) expect(kept!.places).toContain(row);
    expect(kept!.rows.dims).toEqual([32, dims]);
    expect([...kept!.places]).toEqual([...kept!.places].sort((a, b) => a - b));
  });

  it('covers better than rows taken evenly', async () => {
    let state = 5;
    const random = (): number => (state = (state * 48271) % 2147483647) / 2147483647 - 0.5;
    const dims = 4;
    // A cloud that thins out: evenly taken rows miss its edge.
    const data = Float32Array.from({ length: 600 * dims }, () => random() ** 3);
    for (let row = 0; row < 600; row += 1) {
      const own = data.subarray(row * dims, (row + 1) * dims);
      const length = Math.hypot(...own);
      own.forEach((value, d) => (own[d] = value / length));
    }
    const memory = { data, dims: [600, dims] };
    const farthest = async (part: Tensor): Promise<number> => 1 - Math.min(...(await nearest({ query: memory, memory: part })).cosine);
    const even = {
      data: Float32Array.from({ length: 48 * dims }, (_, at) => data[Math.floor(at / dims) * 12 * dims + (at % dims)]!),
      dims: [48, dims],
    };
    expect(await farthest((await coreset(memory, 48, compute, signal))!.rows)).toBeLessThan(await farthest(even));
  });
});

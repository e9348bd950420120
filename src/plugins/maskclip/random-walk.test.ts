import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { randomWalk } from './random-walk.js';

interface Known {
  readonly rows: number;
  readonly columns: number;
  readonly joins: boolean[];
  readonly width: number;
  readonly structure: number[];
  readonly shares: number[];
  readonly walked: number[];
}

const known = JSON.parse(await readFile(new URL('./fixtures/random-walk.json', import.meta.url), 'utf8')) as Known;
const cells = known.rows * known.columns;
const structure = { data: Float32Array.from(known.structure), dims: [cells, known.width] };
const { signal } = new AbortController();
const walk = (shares: readonly number[], joins = known.joins) => randomWalk(Float32Array.from(shares), joins, structure, known, signal);

describe('a random walk over patches', () => {
  it('is what a direct solver gives (scipy, float64)', async () => {
    const walked = await walk(known.shares);
    const furthest = Math.max(...known.walked.map((value, at) => Math.abs(value - walked[at]!)));
    expect(furthest).toBeLessThan(2e-6);
    // It moved: the same numbers before it are far off.
    expect(Math.max(...known.walked.map((value, at) => Math.abs(value - known.shares[at]!)))).toBeGreaterThan(0.3);
  });

  it('leaves a patch as much in all as it had where every patch had all', async () => {
    const halves = [...new Array<number>(cells).fill(0.25), ...new Array<number>(cells).fill(0.75)];
    const walked = await walk(halves, [true, true]);
    halves.forEach((value, at) => expect(walked[at]).toBeCloseTo(value, 6));
  });

  it('gives an unsure patch what its like are sure of', async () => {
    // Three patches in a row: the middle one looks like the left one, not like the right one.
    const three = { data: Float32Array.of(1, 0, 1, 0, 0, 1), dims: [3, 2] };
    const walked = await randomWalk(Float32Array.of(1, 0.4, 0, 0, 0.4, 1), [true, true], three, { rows: 1, columns: 3 }, signal);
    expect(walked[1]).toBeGreaterThan(0.7);
    expect(walked[4]).toBeLessThan(0.3);
  });

  it('keeps what a single patch has', async () => {
    const single = { data: Float32Array.of(1, 2), dims: [1, 2] };
    const [value] = await randomWalk(Float32Array.of(0.6), [true], single, { rows: 1, columns: 1 }, signal);
    expect(value).toBeCloseTo(0.6, 6);
  });

  it('ends when its operation does', async () => {
    const over = AbortSignal.abort(new Error('over'));
    await expect(randomWalk(Float32Array.from(known.shares), known.joins, structure, known, over)).rejects.toThrow('over');
  });
});

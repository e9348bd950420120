import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { loadNpy, type LoadedArray } from '../fixtures/npy/load-npy.js';
import type { Pixels } from './compiled-encoder.js';

const folder = new URL('../fixtures/clip/clip-tiny-b16.expected/', import.meta.url);

export const { prompts, labels, templates, notes } = JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8')) as {
  prompts: readonly string[];
  labels: readonly string[];
  templates: readonly string[];
  notes: { label_prompt_ids: Record<string, number[][]> };
};

/** An array of the reference: see test/fixtures/clip/README.md. */
export const reference = (name: string): LoadedArray => loadNpy(new URL(`${name}.npy`, folder));

/** Rows and columns of patches. */
export const GRIDS = { native_a: [14, 14], stretch_a: [7, 28], stretch_b: [13, 20], stretch_c: [5, 6] } as const;
export type Case = keyof typeof GRIDS;

/** [channel, y, x] to [y, x, channel] */
const interleaved = (planes: ArrayLike<number>): Uint8Array =>
  Uint8Array.from({ length: planes.length }, (_, index) => planes[(index % 3) * (planes.length / 3) + Math.floor(index / 3)] ?? 0);

export function pixels(name: Case): Pixels {
  const [rows, columns] = GRIDS[name];
  const data = name === 'native_a' ? interleaved(reference('crop_a_u8').data) : (reference(`${name}_u8`).data as Uint8Array);
  return { data, shape: [1, rows * 16, columns * 16, 3] };
}

export const furthest = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  expect(a.length).toBe(b.length);
  let most = 0;
  for (let i = 0; i < a.length; i += 1) most = Math.max(most, Math.abs((a[i] as number) - (b[i] as number)));
  return Number.isNaN(most) ? Infinity : most;
};

/** What the reference demands of hidden states and raw features. */
export const rawTolerance = (expected: ArrayLike<number>): number =>
  1e-3 *
  Math.max(
    1,
    Array.from(expected).reduce((most, value) => Math.max(most, Math.abs(value)), 0),
  );
export const UNIT_TOLERANCE = 2e-4;

export function expectRaw(actual: ArrayLike<number> | undefined, expected: ArrayLike<number>, what: string): void {
  expect(actual, what).toBeDefined();
  expect(furthest(actual as ArrayLike<number>, expected), what).toBeLessThan(rawTolerance(expected));
}

/** Rows of length one. */
export function unitRows(values: ArrayLike<number>, dims: number): number[] {
  const rows = Array.from({ length: values.length / dims }, (_, row) =>
    Array.from({ length: dims }, (__, d) => values[row * dims + d] as number),
  );
  return rows.flatMap((row) => {
    const length = Math.hypot(...row);
    return row.map((value) => value / length);
  });
}

/** Cases that have hidden_states_*. */
export const WITH_HIDDEN = ['native_a', 'stretch_b', 'stretch_c'] as const satisfies readonly Case[];

/** Tokens after a number of blocks, class token first. */
export function hidden(name: Case, blocks: number): Float32Array {
  const { data, shape } = reference(`hidden_states_${name}`);
  const size = (shape[1] ?? 0) * (shape[2] ?? 0);
  return data.slice(blocks * size, (blocks + 1) * size) as Float32Array;
}

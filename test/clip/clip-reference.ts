import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { loadNpy, type LoadedArray } from '../fixtures/npy/load-npy.js';

/** The reference's folder: see test/fixtures/clip for what made it. */
const folder = new URL('../fixtures/clip/clip-tiny-b16.expected/', import.meta.url);

export const array = (name: string): LoadedArray => loadNpy(new URL(`${name}.npy`, folder));
export const { labels, templates } = JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8')) as {
  labels: readonly string[];
  templates: readonly string[];
};
export const CASES = ['native_a', 'stretch_b', 'stretch_c'] as const;
export type Case = (typeof CASES)[number];

/** Labels are demanded where the two highest cosines are further apart. */
const MARGIN = 1e-3;

export const furthest = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  expect(a.length).toBe(b.length);
  return Array.from(a).reduce((most, value, index) => Math.max(most, Math.abs(value - b[index]!)), 0);
};

/** Channel by channel: cosine of every patch with every label, [labels, patches], in float64. */
export function cosineMaps(patches: ArrayLike<number>, texts: ArrayLike<number>): number[] {
  const dims = texts.length / labels.length;
  const row = (from: ArrayLike<number>, index: number): number[] => Array.from({ length: dims }, (_, d) => from[index * dims + d]!);
  const units = Array.from({ length: patches.length / dims }, (_, patch) => {
    const vector = row(patches, patch);
    const length = Math.hypot(...vector);
    return vector.map((value) => value / length);
  });
  return labels.flatMap((_, label) => {
    const text = row(texts, label);
    return units.map((unit) => unit.reduce((sum, value, d) => sum + value * text[d]!, 0));
  });
}

/** Softmax of 100 times cosines over the labels, in float64. */
export function softmax(cosines: readonly number[]): number[] {
  const cells = cosines.length / labels.length;
  const logits = (cell: number): number[] => labels.map((_, label) => 100 * cosines[label * cells + cell]!);
  const sums = Array.from({ length: cells }, (_, cell) => logits(cell).reduce((sum, value) => sum + Math.exp(value), 0));
  return cosines.map((cosine, index) => Math.exp(100 * cosine) / sums[index % cells]!);
}

/** Expects the highest label of every patch whose two highest cosines are further apart than the reference demands; gives how many those are. */
export function expectLabels(maps: ArrayLike<number>, expected: ArrayLike<number>, cosines: ArrayLike<number>): number {
  const cells = expected.length;
  let clear = 0;
  for (let cell = 0; cell < cells; cell += 1) {
    const of = (from: ArrayLike<number>): number[] => labels.map((_, label) => from[label * cells + cell]!);
    const [best = 0, second = 0] = of(cosines).sort((a, b) => b - a);
    if (best - second <= MARGIN) continue;
    clear += 1;
    const shares = of(maps);
    expect(shares.indexOf(Math.max(...shares)), `patch ${cell}`).toBe(expected[cell]);
  }
  return clear;
}

import { describe, expect, it } from 'vitest';
import type { Features } from './features.js';
import type { PackManifest } from '../packs/manifest.js';
import { cropFeatures } from './crop-features.js';

const declared: PackManifest['outputs'] = {
  dense: { kind: 'patches', dims: 2, space: 'joint' },
  global: { kind: 'global', dims: 2, space: 'joint' },
  summary: { kind: 'global', dims: 7, space: 'layer' },
};

/** 3 rows of 4 patches over 80 x 60 px; patch n is the vector [n, 1]. */
const features: Features = {
  key: 'k',
  rows: 3,
  columns: 4,
  frame: { x: 0, y: 0, width: 80, height: 60 },
  within: null,
  outputs: new Set(Object.keys(declared)),
  output: (name) => {
    if (name === 'dense') return { data: Float32Array.from({ length: 24 }, (_, i) => (i % 2 === 0 ? i / 2 : 1)), dims: [12, 2] };
    throw new Error(`${name} of the whole picture must not be read for a crop`);
  },
};
const first = (crop: Features) => Array.from(crop.output('dense').data).filter((_, i) => i % 2 === 0);

describe('features of a region', () => {
  it('are the patches that meet it, and their frame is aligned to patches', () => {
    const crop = cropFeatures(features, { x: 25, y: 10, width: 20, height: 15 }, declared);
    expect([crop.rows, crop.columns]).toEqual([2, 2]);
    expect(crop.frame).toEqual({ x: 20, y: 0, width: 40, height: 40 });
    expect(first(crop)).toEqual([1, 2, 5, 6]);
    expect(crop.output('dense').dims).toEqual([4, 2]);
  });
  it('leave out a patch that the box only touches', () => {
    const crop = cropFeatures(features, { x: 20, y: 20, width: 20, height: 20 }, declared);
    expect(first(crop)).toEqual([5]);
  });
  it('are at least one patch, also for a pixel in the last corner', () => {
    const crop = cropFeatures(features, { x: 79, y: 59, width: 1, height: 1 }, declared);
    expect([crop.rows, crop.columns]).toEqual([1, 1]);
    expect(first(crop)).toEqual([11]);
  });
  it('have the unit mean of the patches as their global vector', () => {
    const crop = cropFeatures(features, { x: 0, y: 0, width: 40, height: 20 }, declared);
    const [x, y] = crop.output('global').data;
    expect(crop.output('global').dims).toEqual([2]);
    expect(x! / y!).toBeCloseTo(0.5);
    expect(Math.hypot(x!, y!)).toBeCloseTo(1);
  });
  it('may have a mean in which patches near the middle of the box count more', () => {
    const even = cropFeatures(features, { x: 0, y: 0, width: 60, height: 20 }, declared).output('global').data;
    expect(even[0]! / even[1]!).toBeCloseTo(1);
    const middle = cropFeatures(features, { x: 0, y: 0, width: 60, height: 20 }, declared, 'MIDDLE').output('global').data;
    // Weights of patches 0, 1, 2 are e, 1, e with e = exp(-2 (2/3)²): still their middle; of a box that reaches less far to the right it moves left.
    expect(middle[0]! / middle[1]!).toBeCloseTo(1);
    const left = cropFeatures(features, { x: 0, y: 0, width: 45, height: 20 }, declared, 'MIDDLE').output('global').data;
    const weights = [10, 30, 50].map((x) => Math.exp(-2 * ((x - 22.5) / 22.5) ** 2));
    expect(left[0]! / left[1]!).toBeCloseTo((weights[1]! + 2 * weights[2]!) / weights.reduce((sum, one) => sum + one, 0));
  });
  it('lack what only a pass can give', () => {
    const crop = cropFeatures(features, { x: 0, y: 0, width: 40, height: 20 }, declared);
    expect(crop.outputs).toEqual(new Set(['dense', 'global']));
    expect(() => crop.output('summary')).toThrowError(expect.objectContaining({ code: 'PLUGIN_UNAVAILABLE' }));
  });
  it('can be cropped again', () => {
    const outer = cropFeatures(features, { x: 20, y: 0, width: 60, height: 60 }, declared);
    expect(first(cropFeatures(outer, { x: 40, y: 20, width: 20, height: 40 }, declared))).toEqual([6, 10]);
  });
  it('carry a key of their own', () => {
    const box = { x: 0, y: 0, width: 20, height: 20 };
    expect(cropFeatures(features, box, declared).key).not.toBe(features.key);
  });
});

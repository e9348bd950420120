import type { Tensor } from '../../src/core/math/tensor.js';
import type { Truth } from './input.js';

export interface Grid {
  readonly rows: number;
  readonly columns: number;
}

/** Per object, from 1 at place 0, the share of each patch that it covers. A pixel belongs to the patch that its centre lies in. */
export function coverShares({ width, height, data }: Truth, objects: number, { rows, columns }: Grid): Float64Array[] {
  const shares = Array.from({ length: objects }, () => new Float64Array(rows * columns));
  const pixels = new Float64Array(rows * columns);
  for (let y = 0; y < height; y++) {
    const row = Math.floor(((y + 0.5) * rows) / height);
    for (let x = 0; x < width; x++) {
      const patch = row * columns + Math.floor(((x + 0.5) * columns) / width);
      pixels[patch]!++;
      const object = data[y * width + x]!;
      if (object > 0) shares[object - 1]![patch]!++;
    }
  }
  for (const one of shares) for (let patch = 0; patch < one.length; patch++) one[patch]! /= pixels[patch]!;
  return shares;
}

/** The patches that are mostly the object's, weighted by its share; where there is none, the one that has most of it. */
export function mostlyCovered(shares: Float64Array): Float64Array {
  const mostly = shares.map((share) => (share >= 0.5 ? share : 0));
  if (mostly.some((share) => share > 0)) return mostly;
  const best = shares.indexOf(Math.max(...shares));
  return shares.map((share, patch) => (patch === best ? share : 0));
}

/** The patches whose centre lies in a box of shares; where there is none, the one whose centre is nearest to the box's. */
export function centresIn([left, top, right, bottom]: readonly [number, number, number, number], { rows, columns }: Grid): Float64Array {
  const weights = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const x = (column + 0.5) / columns;
      const y = (row + 0.5) / rows;
      if (x >= left && x < right && y >= top && y < bottom) weights[row * columns + column] = 1;
    }
  }
  if (weights.some((weight) => weight > 0)) return weights;
  const at = (middle: number, count: number): number => Math.min(count - 1, Math.floor(middle * count));
  weights[at((top + bottom) / 2, rows) * columns + at((left + right) / 2, columns)] = 1;
  return weights;
}

/** The weighted sum of patch vectors: its direction, which is all that a cosine sees, is the mean's. */
export function weightedSum({ data, dims: [, dims = 0] }: Tensor, weights: Float64Array): Float64Array {
  const sum = new Float64Array(dims);
  for (let patch = 0; patch < weights.length; patch++) {
    const weight = weights[patch]!;
    if (weight > 0) for (let d = 0; d < dims; d++) sum[d]! += weight * data[patch * dims + d]!;
  }
  return sum;
}

import { inverseNorms, meanUnit, type Tensor } from '../../core/index.js';

/**
 * Unit vectors of regions: the mean of the unit vectors of their patches, each weighed by how much of it belongs to the region (F-VLM pools a box; what lies in a
 * box beside the thing is left out here). A region without a patch gets zeros, which compare with nothing.
 *
 * @param dense [N, dims]
 * @param regions of each patch how much belongs to it, [N]
 */
export function regionVectors(dense: Tensor, regions: readonly Float32Array[]): Float32Array[] {
  const { data } = dense;
  const inverse = inverseNorms(dense);
  const dims = data.length / inverse.length;
  return regions.map((patches) => {
    const sum = new Float64Array(dims);
    // Plain loops: there are a hundred regions of a thousand patches, and iterators cost more than the sums.
    for (let patch = 0; patch < patches.length; patch += 1) {
      const weight = patches[patch]! * inverse[patch]!;
      if (weight <= 0) continue;
      for (let d = 0, at = patch * dims; d < dims; d += 1, at += 1) sum[d]! += weight * data[at]!;
    }
    let squares = 0;
    for (let d = 0; d < dims; d += 1) squares += sum[d]! * sum[d]!;
    const vector = new Float32Array(dims);
    const scale = squares > 1e-18 ? 1 / Math.sqrt(squares) : 0;
    for (let d = 0; d < dims; d += 1) vector[d] = sum[d]! * scale;
    return vector;
  });
}

/** The unit vector along the mean of two looks at one region; of the first alone where the other is nothing. */
export function unitMeans(first: Float32Array, second: Float32Array | undefined): Float32Array {
  if (second === undefined) return first;
  const mean = meanUnit([first, second]);
  return mean.some((value) => value !== 0) ? mean : first;
}

export function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let d = 0; d < a.length; d += 1) sum += a[d]! * b[d]!;
  return sum;
}

/** The highest cosine of a vector with a label's names. */
export const likeness = (vector: Float32Array, names: readonly Float32Array[]): number =>
  Math.max(...names.map((name) => dot(vector, name)));

import { toRead } from './own-tensor.js';
import type { Tensor } from './tensor.js';

/** 1 / length of every row of `[rows, dims]`; 0 for a row of zeros, which then compares with nothing. */
export function inverseNorms(rows: Tensor): Float32Array {
  const { data } = toRead(rows);
  const [count = 0, dims = 0] = rows.dims;
  const norms = new Float32Array(count);
  for (let row = 0; row < count; row += 1) {
    let sum = 0;
    for (let d = row * dims, end = d + dims; d < end; d += 1) sum += data[d]! * data[d]!;
    norms[row] = sum > 1e-18 ? 1 / Math.sqrt(sum) : 0;
  }
  return norms;
}

/**
 * Cosine of every patch with one label: the highest among the label's names. Patches need not be unit length (a smoothed
 * map is not); the names are.
 *
 * @param patches `[N, D]`
 * @param inverse `inverseNorms(patches)`, computed once for all labels
 * @param names unit vectors `[D]`, one or more
 * @returns `[N]`, in [-1, 1] up to rounding
 * @throws Error when the widths differ, or without a name
 */
export function cosines(patches: Tensor, inverse: Float32Array, names: readonly Float32Array[]): Float32Array {
  const { data } = toRead(patches);
  const [count = 0, dims = 0] = patches.dims;
  if (names.length === 0) throw new Error('cosines: a label without a vector.');
  const best = new Float32Array(count).fill(-Infinity);
  for (const name of names) {
    if (name.length !== dims) throw new Error(`cosines: patches have ${dims} dimensions, the text has ${name.length}.`);
    for (let row = 0; row < count; row += 1) {
      let sum = 0;
      const offset = row * dims;
      for (let d = 0; d < dims; d += 1) sum += data[offset + d]! * name[d]!;
      const cosine = sum * inverse[row]!;
      if (cosine > best[row]!) best[row] = cosine;
    }
  }
  return best;
}

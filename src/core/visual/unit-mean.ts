import type { Tensor } from '../encoder/encoder.js';

/** The mean of the rows of `[N, D]`, scaled to unit length, `[D]`. Zero rows give a zero vector. */
export function unitMean(rows: Tensor): Tensor {
  const count = rows.dims[0] ?? 0;
  const dims = rows.dims[1] ?? 0;
  const sum = new Float64Array(dims);
  for (let row = 0; row < count; row++) for (let d = 0; d < dims; d++) sum[d]! += rows.data[row * dims + d]!;
  const length = Math.hypot(...sum);
  return { data: Float32Array.from(sum, (value) => (length > 0 ? value / length : 0)), dims: [dims] };
}

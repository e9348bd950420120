import { inverseNorms } from './cosines.js';
import { toRead } from './own-tensor.js';
import type { Tensor } from './tensor.js';

/**
 * Rows of several matrices side by side, each of length one before, so that the cosine of two rows is the mean of the matrices' cosines. Outputs of a pass are read as
 * they lie: no copy is made of them.
 *
 * @param parts `[N, D]`, of one N; one or more
 * @returns `[N, sum of D]`, unit rows; of zeros where a part has none
 */
export function unitRows(parts: readonly Tensor[]): Tensor {
  const read = parts.map((part) => ({ data: toRead(part).data, width: part.dims[1]!, inverse: inverseNorms(part) }));
  const [count = 0] = parts[0]!.dims;
  const width = read.reduce((sum, part) => sum + part.width, 0);
  const data = new Float32Array(count * width);
  const share = 1 / Math.sqrt(parts.length);
  let from = 0;
  for (const part of read) {
    for (let row = 0; row < count; row += 1) {
      const scale = part.inverse[row]! * share;
      const [own, to] = [row * part.width, row * width + from];
      for (let d = 0; d < part.width; d += 1) data[to + d] = part.data[own + d]! * scale;
    }
    from += part.width;
  }
  return { data, dims: [count, width] };
}

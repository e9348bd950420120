import { KERNELS, type Encoder } from '../encoder/contract/encoder.js';
import { DenseqlError } from '../errors.js';
import type { Tensor } from '../math/tensor.js';
import type { Operation } from '../operation.js';

/** For each row of a query, the likest row of a memory. */
export interface Nearest {
  /** Its cosine. */
  readonly cosine: Float32Array;
  /** Which one it is; the first of equals. */
  readonly row: Int32Array;
}

/** Cosines that are there at once, in the encoder's process: 64 MB of them. */
const MOST_COSINES = 2 ** 24;

/**
 * The likest rows, with the memory in pieces, so that no run takes the encoder's process for long or much of its memory.
 * @param query `[N, C]` of unit rows
 * @param memory `[M, C]` of unit rows
 * @param most cosines of one run
 */
export async function nearestRows(
  encoder: Pick<Encoder, 'runGraph'>,
  query: Tensor,
  memory: Tensor,
  operation: Operation,
  most = MOST_COSINES,
): Promise<Nearest> {
  const [queries = 0] = query.dims;
  const [rows = 0, dims = 0] = memory.dims;
  const piece = Math.max(1, Math.floor(most / queries));
  const found = { cosine: new Float32Array(queries).fill(-Infinity), row: new Int32Array(queries) };
  for (let first = 0; first < rows; first += piece) {
    const count = Math.min(piece, rows - first);
    // The array itself where it is one piece: one that lasts is sent once.
    const part = count === rows ? memory : { data: memory.data.subarray(first * dims, (first + count) * dims), dims: [count, dims] };
    const { best, row } = await encoder.runGraph(
      { graph: KERNELS.nearest, feeds: { query, memory: part }, outputs: ['best', 'row'] },
      operation,
    );
    if (best === undefined || row === undefined) throw new DenseqlError('ENCODER_UNAVAILABLE', 'The nearest kernel gave no answer.');
    for (let at = 0; at < queries; at += 1) {
      if (!(best.data[at]! > found.cosine[at]!)) continue;
      found.cosine[at] = best.data[at]!;
      found.row[at] = first + row.data[at]!;
    }
  }
  return found;
}

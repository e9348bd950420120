export interface BlockCounts {
  /** Expected count of each block. */
  readonly mean: Float64Array;
  /** Variance of the count of each block. */
  readonly variance: Float64Array;
  /** Expected things in blocks whose most likely bin is the last, summed. */
  readonly inLast: number;
}

export interface BinLogits {
  /** [blocks, bins], already scaled. */
  readonly logits: Float32Array;
  /** The count that each bin stands for. */
  readonly anchors: readonly number[];
  /** ZIP: [blocks, 2], logits of "nothing" and "something"; null without. */
  readonly states: Float32Array | null;
}

/** Softmax of one block's numbers, `count` from `at` on, into `out`: in float64, as counts summed over many blocks need it. */
function blockShares(values: Float32Array, at: number, count: number, out: Float64Array): void {
  let top = -Infinity;
  for (let k = 0; k < count; k += 1) top = Math.max(top, values[at + k]!);
  let sum = 0;
  for (let k = 0; k < count; k += 1) sum += out[k] = Math.exp(values[at + k]! - top);
  for (let k = 0; k < count; k += 1) out[k]! /= sum;
}

/**
 * Expected count and variance of every block: p = softmax over bins, E = sum p_k a_k, Var = sum p_k a_k^2 - E^2 (CLIP-EBC, arXiv:2403.09281).
 * With ZIP's second head the bins are those of blocks that hold something, and "nothing" is a further bin of count 0: E = P(something) sum p_k a_k.
 */
export function blockCounts({ logits, anchors, states }: BinLogits): BlockCounts {
  const bins = anchors.length;
  const blocks = logits.length / bins;
  const [mean, variance] = [new Float64Array(blocks), new Float64Array(blocks)];
  const [shares, either] = [new Float64Array(bins), new Float64Array(2)];
  let inLast = 0;
  for (let block = 0; block < blocks; block += 1) {
    blockShares(logits, block * bins, bins, shares);
    if (states) blockShares(states, 2 * block, 2, either);
    const something = states ? either[1]! : 1;
    let [first, second, likely] = [0, 0, 0];
    for (let k = 0; k < bins; k += 1) {
      first += shares[k]! * anchors[k]!;
      second += shares[k]! * anchors[k]! ** 2;
      if (shares[k]! > shares[likely]!) likely = k;
    }
    mean[block] = something * first;
    variance[block] = Math.max(0, something * second - mean[block]! ** 2); // rounding
    if (likely === bins - 1 && bins > 1 && something > 0.5) inLast += mean[block]!;
  }
  return { mean, variance, inLast };
}

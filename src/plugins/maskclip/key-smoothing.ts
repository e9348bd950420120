import { breather, type Tensor } from '../../core/index.js';
import { keepSure } from './keep-sure.js';

/**
 * G p of one channel for G = k kᵀ, as k (kᵀ p): no N x N matrix is made.
 * @param keys [N, C]
 * @param values [N]
 * @param into receives [N]
 */
function spread({ data, dims: [cells = 0, width = 0] }: Tensor, values: Float32Array, into: Float32Array): void {
  const sum = new Float64Array(width);
  for (let cell = 0; cell < cells; cell += 1) {
    const value = values[cell]!;
    for (let c = 0, at = cell * width; c < width; c += 1, at += 1) sum[c]! += data[at]! * value;
  }
  for (let cell = 0; cell < cells; cell += 1) {
    let total = 0;
    for (let c = 0, at = cell * width; c < width; c += 1, at += 1) total += data[at]! * sum[c]!;
    into[cell] = total;
  }
}

/** Softmax values that no competing channel has: what a hidden "none of these" took. */
function hiddenShare(shares: Float32Array, joins: readonly boolean[], cells: number): Float32Array {
  const hidden = new Float32Array(cells).fill(1);
  for (const [channel, joined] of joins.entries())
    if (joined) for (let cell = 0; cell < cells; cell += 1) hidden[cell]! -= shares[channel * cells + cell]!;
  return hidden.map((value) => Math.max(0, value));
}

/**
 * Key smoothing (Zhou, Loy, Dai 2022, arXiv:2112.01071, section "MaskCLIP"): a patch's values become G p, with G the cosines of the patches'
 * keys (unit per token, as the paper means it; its code normalises over tokens), negative ones kept, rows not normalised.
 *
 * G p is a score without a range, a hundred times larger with a hundred times the patches. The host compares values in [0, 1]: they are
 * clamped at 0 and divided, patch by patch, by their sum over what competes, a hidden "none of these" included. That keeps the order of
 * channels within a patch (so its label is the paper's, unless no score of it is above 0) and changes the weights of patches against
 * each other when maps are enlarged.
 *
 * @param shares softmax values, data[channel * cells + cell]
 * @param joins per channel: whether it competes; one that does not gets the share that it would have if it did
 * @param keys unit rows, [cells, width]
 * @param below patches whose best competing value is not below keep what they have (`ks_thresh`); 1 smooths all
 * @returns same layout, in [0, 1]
 */
export async function smoothByKeys(
  shares: Float32Array,
  joins: readonly boolean[],
  keys: Tensor,
  below: number,
  signal: AbortSignal,
): Promise<Float32Array> {
  const cells = shares.length / joins.length;
  const breathe = breather(signal);
  const smoothed = new Float32Array(shares.length);
  const total = new Float32Array(cells);
  spread(keys, hiddenShare(shares, joins, cells), total);
  total.forEach((value, cell) => (total[cell] = Math.max(0, value)));
  for (const [channel, joined] of joins.entries()) {
    const [from, to] = [channel * cells, (channel + 1) * cells];
    const scores = smoothed.subarray(from, to);
    spread(keys, shares.subarray(from, to), scores);
    for (let cell = 0; cell < cells; cell += 1) {
      const score = Math.max(0, scores[cell]!);
      scores[cell] = score;
      if (joined) total[cell]! += score;
    }
    await breathe();
  }
  for (const [channel, joined] of joins.entries())
    for (let cell = 0; cell < cells; cell += 1) {
      const at = channel * cells + cell;
      const whole = joined ? total[cell]! : total[cell]! + smoothed[at]!;
      smoothed[at] = whole > 0 ? Math.min(1, smoothed[at]! / whole) : 0;
    }
  keepSure(shares, smoothed, joins, below);
  return smoothed;
}

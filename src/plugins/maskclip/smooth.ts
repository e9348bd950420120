import type { Compute, Tensor } from '../../core/index.js';
import type { MaskclipOptions } from './options.js';

/** Swaps the axes of a matrix: data[row * columns + column] to data[column * rows + row]. */
export function transpose(data: Float32Array, rows: number, columns: number): Float32Array {
  const swapped = new Float32Array(data.length);
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1) swapped[column * rows + row] = data[row * columns + column]!;
  return swapped;
}

/**
 * Key smoothing (arXiv:2112.01071, section "MaskCLIP"), with a row-normalised, thresholded affinity of `structure` in place of raw key
 * products: values stay in [0, 1], whatever the number of patches.
 *
 * @param shares data[channel * cells + cell]
 * @returns same layout; patches whose best value reaches `affinityBelow` (unless it is 1) keep what they have
 */
export async function smooth(
  shares: Float32Array,
  channels: number,
  structure: Tensor,
  compute: Compute,
  options: Pick<MaskclipOptions, 'affinityThreshold' | 'affinityTemperature' | 'affinityBelow'>,
): Promise<Float32Array> {
  const cells = shares.length / channels;
  const { data } = await compute.affinity({
    structure,
    values: { data: transpose(shares, channels, cells), dims: [cells, channels] },
    threshold: options.affinityThreshold,
    temperature: options.affinityTemperature,
  });
  const smoothed = transpose(data, cells, channels);
  if (options.affinityBelow >= 1) return smoothed;
  for (let cell = 0; cell < cells; cell += 1) {
    let best = 0;
    for (let channel = 0; channel < channels; channel += 1) best = Math.max(best, shares[channel * cells + cell]!);
    if (best < options.affinityBelow) continue;
    for (let channel = 0; channel < channels; channel += 1) smoothed[channel * cells + cell] = shares[channel * cells + cell]!;
  }
  return smoothed;
}

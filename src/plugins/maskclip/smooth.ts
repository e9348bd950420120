import type { Compute, Tensor } from '../../core/index.js';
import { keepSure } from './keep-sure.js';
import type { MaskclipOptions } from './options.generated.js';

/** Swaps the axes of a matrix: data[row * columns + column] to data[column * rows + row]. */
export function transpose(data: Float32Array, rows: number, columns: number): Float32Array {
  const swapped = new Float32Array(data.length);
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1) swapped[column * rows + row] = data[row * columns + column]!;
  return swapped;
}

/**
 * Smoothing by appearance: key smoothing (see key-smoothing.ts) with a row-normalised, thresholded affinity of `structure` in place of raw
 * key products, so that values stay in [0, 1], whatever the number of patches.
 *
 * @param shares data[channel * cells + cell]
 * @param joins per channel: whether it competes
 * @returns same layout; patches whose best value reaches `affinityBelow` (unless it is 1) keep what they have
 */
export async function smooth(
  shares: Float32Array,
  joins: readonly boolean[],
  structure: Tensor,
  compute: Compute,
  options: Pick<MaskclipOptions, 'affinityThreshold' | 'affinityTemperature' | 'affinityBelow'>,
): Promise<Float32Array> {
  const channels = joins.length;
  const cells = shares.length / channels;
  const { data } = await compute.affinity({
    structure,
    values: { data: transpose(shares, channels, cells), dims: [cells, channels] },
    threshold: options.affinityThreshold,
    temperature: options.affinityTemperature,
  });
  const smoothed = transpose(data, cells, channels);
  keepSure(shares, smoothed, joins, options.affinityBelow);
  return smoothed;
}

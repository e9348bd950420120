/**
 * Prompt denoising (arXiv:2112.01071, section "MaskCLIP"): which texts reach a softmax value anywhere.
 *
 * @param shares softmax values, data[channel * cells + cell]
 * @param channels how many of the first channels to look at
 * @param threshold in [0, 1]
 * @returns per channel: false where its highest value over all patches is below the threshold
 */
export function denoise(shares: Float32Array, cells: number, channels: number, threshold: number): boolean[] {
  return Array.from({ length: channels }, (_, channel) => {
    for (let cell = channel * cells; cell < (channel + 1) * cells; cell += 1) if (shares[cell]! >= threshold) return true;
    return false;
  });
}

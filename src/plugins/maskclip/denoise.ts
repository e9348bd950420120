/**
 * Prompt denoising (arXiv:2112.01071, section "MaskCLIP"): which labels reach a softmax value anywhere.
 *
 * @param shares softmax values, data[channel * cells + cell]
 * @param labels channels that are labels; they come first
 * @param threshold in [0, 1]
 * @returns per label: false where its highest value over all patches is below the threshold
 */
export function denoise(shares: Float32Array, cells: number, labels: number, threshold: number): boolean[] {
  return Array.from({ length: labels }, (_, label) => {
    for (let cell = label * cells; cell < (label + 1) * cells; cell += 1) if (shares[cell]! >= threshold) return true;
    return false;
  });
}

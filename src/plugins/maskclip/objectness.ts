/** Above it a patch shows an object (CLIP-DINOiser). */
const FOREGROUND = 0.5;

/**
 * Gives patches to the background where the labels are unsure and no object is seen (CLIP-DINOiser, arXiv:2312.12359, background
 * filtering): the first background channel becomes 1 there, nothing else changes. Without one, a channel is added that is 0 elsewhere.
 *
 * @param shares data[channel * cells + cell]
 * @param joins per channel: whether it competes
 * @param labels how many channels, the first ones, are labels
 * @param objectness per cell, in [0, 1]
 * @param below patches whose best competing value reaches it are sure (the paper's delta); with 1 none is
 * @returns maps with one background channel at least
 */
export function fillBackground(
  shares: Float32Array,
  joins: readonly boolean[],
  labels: number,
  objectness: Float32Array,
  below: number,
): Float32Array {
  const cells = objectness.length;
  const filled = new Float32Array(Math.max(shares.length, (labels + 1) * cells));
  filled.set(shares);
  for (let cell = 0; cell < cells; cell += 1) {
    if (objectness[cell]! > FOREGROUND) continue;
    let best = 0;
    for (const [channel, joined] of joins.entries()) if (joined) best = Math.max(best, shares[channel * cells + cell]!);
    if (best < below || below >= 1) filled[labels * cells + cell] = 1;
  }
  return filled;
}

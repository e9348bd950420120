/**
 * Takes back the smoothing of patches that were sure before it (the paper's `ks_thresh`): those whose best value among the channels that
 * compete was not below the limit.
 *
 * @param shares before, data[channel * cells + cell], in [0, 1]
 * @param smoothed after, same layout; changed in place
 * @param joins per channel: whether it competes
 * @param below 1 or more: every patch stays smoothed
 */
export function keepSure(shares: Float32Array, smoothed: Float32Array, joins: readonly boolean[], below: number): void {
  if (below >= 1) return;
  const cells = shares.length / joins.length;
  for (let cell = 0; cell < cells; cell += 1) {
    let best = 0;
    for (const [channel, joined] of joins.entries()) if (joined) best = Math.max(best, shares[channel * cells + cell]!);
    if (best < below) continue;
    for (let at = cell; at < shares.length; at += cells) smoothed[at] = shares[at]!;
  }
}

/**
 * A label has nothing of a patch that fits it far worse than its own best patches do: a floor low enough for whole things would
 * else let it run over the ground around them.
 *
 * @param shares of the labels, [label * cells + cell]; changed in place
 * @param cosines likewise, on the pack's own dense vectors
 * @param statistics per label: the mean of its top 2 % patch cosines
 * @param least a patch is too weak when its cosine is below this times the label's statistic, or times the floor where that is higher
 */
export function dropWeak(shares: Float32Array, cosines: Float32Array, statistics: readonly number[], floor: number, least: number): void {
  const cells = shares.length / statistics.length;
  statistics.forEach((statistic, label) => {
    const weak = least * Math.max(statistic, floor);
    for (let at = label * cells; at < (label + 1) * cells; at += 1) if (cosines[at]! < weak) shares[at] = 0;
  });
}

import { topMean } from '../../core/index.js';

/**
 * A label has nothing of a patch that fits it far worse than its own best patches do: a floor low enough for whole things would
 * else let it run over the ground around them.
 *
 * @param shares of the labels, [label * cells + cell]; changed in place
 * @param cosines likewise, on the pack's own dense vectors
 * @param least a patch is too weak when its cosine is below this times the label's statistic, or times the floor where that is higher
 */
export function dropWeak(shares: Float32Array, cosines: Float32Array, cells: number, floor: number, least: number): void {
  for (let first = 0; first < cosines.length; first += cells) {
    const weak = least * Math.max(topMean(cosines.subarray(first, first + cells)), floor);
    for (let at = first; at < first + cells; at += 1) if (cosines[at]! < weak) shares[at] = 0;
  }
}

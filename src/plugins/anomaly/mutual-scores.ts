/** Of the other pictures, those that a patch is likest to: a defect has its like in few. */
const LIKEST = 0.3;

/**
 * MuSc's mutual scores (MSM): for each patch the mean of its least distances to the others, over those that it is likest to.
 * @param distances of each other picture, one a patch
 */
export function mutualScores(distances: readonly Float32Array[]): Float32Array {
  const count = Math.max(1, Math.floor(LIKEST * distances.length));
  const own = new Float32Array(distances.length);
  return Float32Array.from({ length: distances[0]!.length }, (_, patch) => {
    distances.forEach((each, other) => (own[other] = each[patch]!));
    own.sort();
    let sum = 0;
    for (let at = 0; at < count; at += 1) sum += own[at]!;
    return sum / count;
  });
}

/**
 * MuSc's re-scoring of whole pictures (RsCIN): a picture's score is the mean of its own and its neighbours', weighted by how alike they are, over neighbourhoods of
 * several sizes.
 *
 * @param scores of all pictures
 * @param likeness cosines of their vectors, [n * n]
 * @param sizes of neighbourhoods, the picture itself included
 */
export function rescored(scores: readonly number[], likeness: Float32Array, sizes: readonly number[]): number[] {
  const count = scores.length;
  return scores.map((_, picture) => {
    const row = Array.from(likeness.subarray(picture * count, (picture + 1) * count), (cosine) => Math.max(0, cosine));
    const order = [...row.keys()].sort((a, b) => row[b]! - row[a]! || a - b);
    const means = sizes.map((size) => {
      const near = order.slice(0, size);
      const total = near.reduce((sum, other) => sum + row[other]!, 0);
      return total > 0 ? near.reduce((sum, other) => sum + row[other]! * scores[other]!, 0) / total : scores[picture]!;
    });
    return means.reduce((sum, mean) => sum + mean, 0) / means.length;
  });
}

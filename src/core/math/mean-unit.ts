/**
 * The unit vector along the mean of vectors, added in their order: a prompt ensemble (Radford et al. 2021, section 3.1.4), or a vector of a part of
 * a picture. Vectors that cancel out to (nearly) nothing give zeros, which compare with nothing.
 *
 * @param weights how much each counts; all the same where left out
 */
export function meanUnit(vectors: readonly Float32Array[], weights?: ArrayLike<number>): Float32Array {
  const dims = vectors[0]?.length ?? 0;
  const sum = new Float64Array(dims);
  for (const [index, vector] of vectors.entries()) {
    const weight = weights?.[index] ?? 1;
    for (let d = 0; d < dims; d += 1) sum[d]! += weight * vector[d]!;
  }
  // Math.hypot of so many arguments takes ten times as long.
  const norm = Math.sqrt(sum.reduce((squares, value) => squares + value * value, 0));
  return Float32Array.from(sum, (value) => (norm > 1e-9 ? value / norm : 0));
}

/**
 * A label that the picture shows plainly is near to much of it: patches of its kin, and of what lies beside it. So labels are compared by how far a patch
 * exceeds a share of what each label's own best patches reach. What labels have together of a patch stays as it is, and so does what is nobody's.
 *
 * @param shares softmax values of the labels, data[label * cells + cell]; changed in place
 * @param joins per label: whether it competes
 * @param statistics per label: the mean of its top 2 % patch cosines
 * @param scale factor on cosines in that softmax
 * @param own 0 to 1: which part of a label's statistic is taken off its cosines
 */
export function shareAnew(
  shares: Float32Array,
  joins: readonly boolean[],
  statistics: readonly number[],
  scale: number,
  own: number,
): void {
  const cells = shares.length / statistics.length;
  const competing = statistics.map((_, label) => label).filter((label) => joins[label]!);
  // A factor that all have in common changes nothing: against the least one, none overflows.
  const least = Math.min(...competing.map((label) => statistics[label]!));
  const factors = competing.map((label) => Math.exp(-scale * own * (statistics[label]! - least)));
  for (let cell = 0; cell < cells; cell += 1) {
    let before = 0;
    let after = 0;
    competing.forEach((label, index) => {
      const share = shares[label * cells + cell]!;
      before += share;
      after += share * factors[index]!;
    });
    if (after === 0) continue;
    competing.forEach((label, index) => (shares[label * cells + cell]! *= (factors[index]! * before) / after));
  }
}

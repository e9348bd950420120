export interface SoftmaxRequest {
  /** Channel maps: data[channel * cells + cell]. */
  readonly data: Float32Array;
  readonly channels: number;
  /** Factor on the data before the exponential (CLIP's logit scale). */
  readonly scale: number;
  /** Per channel, default all: those with false take no share from the others. */
  readonly competes?: readonly boolean[];
  /** Value of a further, hidden channel that takes a share everywhere ("none of these"); null or absent: none. */
  readonly floor?: number | null;
}

/**
 * Softmax over channels, cell by cell: exp(scale x_c) / sum over competing channels j of exp(scale x_j).
 * A channel that does not compete gets the share it would have if it alone joined those that do, so that its map still
 * shows where it would be, while the others' maps are as if it were not there.
 *
 * @returns same layout, values in [0, 1]
 */
export function softmaxOverChannels({ data, channels, scale, competes, floor = null }: SoftmaxRequest): Float32Array {
  const cells = channels > 0 ? data.length / channels : 0;
  const shares = new Float32Array(data.length);
  const joins = Array.from({ length: channels }, (_, channel) => competes?.[channel] ?? true);
  for (let cell = 0; cell < cells; cell += 1) {
    let top = floor ?? -Infinity; // subtracted first: no exponential overflows
    for (let channel = 0; channel < channels; channel += 1) top = Math.max(top, data[channel * cells + cell]!);
    let sum = floor === null ? 0 : Math.exp(scale * (floor - top));
    for (let channel = 0; channel < channels; channel += 1) {
      const share = Math.exp(scale * (data[channel * cells + cell]! - top));
      shares[channel * cells + cell] = share;
      if (joins[channel]) sum += share;
    }
    for (let channel = 0; channel < channels; channel += 1) {
      const share = shares[channel * cells + cell]!;
      const total = joins[channel] ? sum : sum + share;
      shares[channel * cells + cell] = total > 0 ? share / total : 0;
    }
  }
  return shares;
}

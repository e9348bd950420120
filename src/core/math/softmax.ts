/** What `softmax` takes: channels of numbers, and the scale that they are multiplied with. */
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
export function softmaxOverChannels(request: SoftmaxRequest): Float32Array {
  const shares = new Float32Array(request.data.length);
  const steps = channelSteps(request, shares);
  while (!steps.next().done);
  return shares;
}

/**
 * As {@link softmaxOverChannels}, in place and a channel at a time, for maps whose softmax would hold up the event loop.
 * @param breathe called after each piece of work; see `breather`
 */
export async function breathingSoftmax(request: SoftmaxRequest, breathe: () => Promise<void>): Promise<void> {
  const steps = channelSteps(request, request.data);
  while (!steps.next().done) await breathe();
}

/** One pass over one channel's cells a step. @param shares receives the answer; may be the data itself */
function* channelSteps({ data, channels, scale, competes, floor = null }: SoftmaxRequest, shares: Float32Array): Generator<void> {
  const cells = channels > 0 ? data.length / channels : 0;
  // Subtracted first: no exponential overflows.
  const top = new Float64Array(cells).fill(floor ?? -Infinity);
  for (let channel = 0; channel < channels; channel += 1) {
    for (let cell = 0, at = channel * cells; cell < cells; cell += 1, at += 1) top[cell] = Math.max(top[cell]!, data[at]!);
    yield;
  }
  const sum = top.map((highest) => (floor === null ? 0 : Math.exp(scale * (floor - highest))));
  for (let channel = 0; channel < channels; channel += 1) {
    const joins = competes?.[channel] ?? true;
    for (let cell = 0, at = channel * cells; cell < cells; cell += 1, at += 1) {
      const share = Math.exp(scale * (data[at]! - top[cell]!));
      shares[at] = share;
      if (joins) sum[cell]! += share;
    }
    yield;
  }
  for (let channel = 0; channel < channels; channel += 1) {
    const joins = competes?.[channel] ?? true;
    for (let cell = 0, at = channel * cells; cell < cells; cell += 1, at += 1) {
      const total = joins ? sum[cell]! : sum[cell]! + shares[at]!;
      shares[at] = total > 0 ? shares[at]! / total : 0;
    }
    yield;
  }
}

import type { RunGraphRequest } from '../core/encoder/contract/encoder.js';
import type { Tensor } from '../core/math/tensor.js';

/** What the core's kernel of the same name gives (see `Compute.affinity`), in plain JavaScript: for a few hundred patches. */
export function affinity(feeds: RunGraphRequest['feeds']): Tensor {
  const [structure, values, threshold, temperature] = ['structure', 'values', 'threshold', 'temperature'].map((name) => feeds[name]!);
  const [patches = 0, dims = 0] = structure!.dims;
  const channels = values!.dims[1]!;
  const data = new Float32Array(patches * channels);
  const likeness = (one: number, other: number): number => {
    let sum = 0;
    for (let dim = 0; dim < dims; dim += 1) sum += structure!.data[one * dims + dim]! * structure!.data[other * dims + dim]!;
    return sum;
  };
  for (let patch = 0; patch < patches; patch += 1) {
    const weights = Array.from({ length: patches }, (_, other) => {
      const like = likeness(patch, other);
      return like > threshold!.data[0]! ? Math.exp((like - 1) / temperature!.data[0]!) : 0;
    });
    const sum = weights.reduce((total, weight) => total + weight, 0) || 1;
    for (let channel = 0; channel < channels; channel += 1)
      data[patch * channels + channel] = weights.reduce(
        (total, weight, at) => total + (weight / sum) * values!.data[at * channels + channel]!,
        0,
      );
  }
  return { data, dims: [patches, channels] };
}

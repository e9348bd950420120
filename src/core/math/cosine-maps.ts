import { breather } from './breathe.js';
import { cosines, inverseNorms } from './cosines.js';
import type { Tensor } from './tensor.js';

/**
 * Cosines of patches with each channel's names, channel by channel; the event loop turns between channels.
 *
 * @param patches `[N, D]`
 * @param channels per channel the unit vectors of its names
 * @returns data[channel * N + patch]
 */
export async function cosineMaps(
  patches: Tensor,
  channels: readonly (readonly Float32Array[])[],
  signal: AbortSignal,
): Promise<Float32Array> {
  const cells = patches.dims[0] ?? 0;
  const inverse = inverseNorms(patches);
  const maps = new Float32Array(channels.length * cells);
  const breathe = breather(signal);
  for (const [channel, names] of channels.entries()) {
    maps.set(cosines(patches, inverse, names), channel * cells);
    await breathe();
  }
  return maps;
}

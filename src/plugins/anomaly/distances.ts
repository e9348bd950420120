import type { AnomalyCall, Tensor } from '../../core/index.js';
import type { MemoryOptions } from './options.generated.js';
import { smoothed } from './smooth.js';

type Call = Pick<AnomalyCall<MemoryOptions>, 'compute' | 'options'>;

/**
 * How unlike each patch is to the likest row of a memory: 1 less their cosine, from 0, spread to neighbours.
 * @param rows of patches on a grid
 * @param columns of that grid
 */
export async function distances({ compute, options }: Call, rows: Tensor, columns: number, memory: Tensor): Promise<Float32Array> {
  const { cosine } = await compute.nearest({ query: rows, memory });
  return smoothed(
    cosine.map((value) => Math.max(0, 1 - value)),
    columns,
    options.smoothing,
  );
}

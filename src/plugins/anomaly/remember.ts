import type { Compute, Tensor } from '../../core/index.js';
import { coreset } from './coreset.js';
import { stacked } from './stack.js';

/** What is remembered of the normals. */
export interface Memory {
  readonly rows: Tensor;
  /** Place of its normal, a row. */
  readonly owners: Int32Array;
  /** Which of its normal's patches it is, a row. */
  readonly patches: Int32Array;
}

/** Rows of all normals, or a part that covers them. @param most rows */
export async function remembered(
  normals: readonly Tensor[],
  most: number,
  { compute, signal }: { readonly compute: Pick<Compute, 'nearest'>; readonly signal: AbortSignal },
): Promise<Memory> {
  const all = stacked(normals);
  const owners = Int32Array.from(normals.flatMap(({ dims: [count = 0] }, owner) => new Array<number>(count).fill(owner)));
  const patches = Int32Array.from(normals.flatMap(({ dims: [count = 0] }) => [...new Array(count).keys()]));
  const kept = await coreset(all, most, compute, signal);
  if (kept === null) return { rows: all, owners, patches };
  return { rows: kept.rows, owners: kept.places.map((place) => owners[place]!), patches: kept.places.map((place) => patches[place]!) };
}

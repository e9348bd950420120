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

/**
 * Rows of all normals and of their turns, or a part of them that covers them.
 * @param turned a matrix a normal, in which a turn's rows follow another's; none: there are no turns
 * @param most rows
 */
export async function remembered(
  normals: readonly Tensor[],
  turned: readonly Tensor[],
  most: number,
  { compute, signal }: { readonly compute: Pick<Compute, 'nearest'>; readonly signal: AbortSignal },
): Promise<Memory> {
  const families = normals.map((own, owner) => (turned[owner] === undefined ? own : stacked([own, turned[owner]])));
  const all = stacked(families);
  const owners = Int32Array.from(families.flatMap(({ dims: [count = 0] }, owner) => new Array<number>(count).fill(owner)));
  // A turn's rows are in the order of the normal's own.
  const patches = Int32Array.from(
    families.flatMap(({ dims: [count = 0] }, owner) => Array.from({ length: count }, (_, row) => row % normals[owner]!.dims[0]!)),
  );
  const kept = await coreset(all, most, compute, signal);
  if (kept === null) return { rows: all, owners, patches };
  return { rows: kept.rows, owners: kept.places.map((place) => owners[place]!), patches: kept.places.map((place) => patches[place]!) };
}

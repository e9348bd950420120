import type { AnomalyCall, Features, Tensor } from '../../core/index.js';
import { compared, meanDistance } from './distances.js';
import { betweenPatches } from './layers.js';

/** What is needed of a normal to tell whether another is the same part seen again. */
export interface Comparable {
  readonly content: string;
  readonly features: Pick<Features, 'rows' | 'columns'>;
}

/** Rows of a normal as it is, without those of its turns. */
export const asItIs = ({ data, dims: [, width = 0] }: Tensor, { rows, columns }: Comparable['features']): Tensor => ({
  data: data.subarray(0, rows * columns * width),
  dims: [rows * columns, width],
});

/** Whether the mean distance of patches, place by place, is at most so much. */
function isWithin(one: Tensor, other: Tensor, most: number): boolean {
  const [count = 0, width = 0] = one.dims;
  let left = most * count;
  for (let patch = 0; patch < count && left >= 0; patch += 1) {
    let cosine = 0;
    for (let at = patch * width, end = at + width; at < end; at += 1) cosine += one.data[at]! * other.data[at]!;
    left -= Math.max(0, 1 - cosine);
  }
  return left >= 0;
}

/** Of what lies between a patch and its neighbours. */
const NEARER = 0.25;

/**
 * Normals that say no more than one of them does: parts of the same picture, and the same shot again (saved otherwise, with a little noise). Place by place their
 * patches lie within a quarter of what lies between a patch and its neighbours. A part that was turned by a degree and moved by three pixels is at a third and more, good ones of
 * 17 kinds at 1.0 and more; a shot saved at quality 95 or with noise of 3 of 255 at a tenth and less (docs/anomaly.md).
 * @returns their places, that of the normal itself among them
 */
export async function alikeTo(
  { compute }: Pick<AnomalyCall, 'compute'>,
  own: number,
  { normals, references }: { readonly normals: readonly Tensor[]; readonly references: readonly Comparable[] },
): Promise<ReadonlySet<number>> {
  // Nothing to compare with: one normal costs no comparison more.
  if (references.length === 1) return new Set([own]);
  const { content, features } = references[own]!;
  const rows = asItIs(normals[own]!, features);
  const between = meanDistance(await compared(compute, betweenPatches(rows, features.rows, features.columns), rows));
  const found = new Set<number>();
  references.forEach((other, place) => {
    const isOfOneGrid = other.features.rows === features.rows && other.features.columns === features.columns;
    if (other.content === content || (isOfOneGrid && isWithin(rows, asItIs(normals[place]!, features), NEARER * between))) found.add(place);
  });
  return found.add(own);
}

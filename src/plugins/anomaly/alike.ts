import type { AnomalyCall, Features, Tensor } from '../../core/index.js';
import { compared } from './distances.js';
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

const mean = (values: Float32Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;

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
const NEARER = 0.5;

/**
 * Normals that say no more than one of them does: parts of the same picture, and the same shot again (saved otherwise, with other noise, moved by a pixel). Place by
 * place their patches are nearer by half to each other than what lies between a patch and its neighbours is to these. No two good ones of 17 kinds were: their likest
 * patches lie 1.0 to 1.9 times as far apart, those of magnetic tiles 4 times; a shot saved at quality 60 or with noise of 6 of 255 at .4 and below (docs/anomaly.md).
 * @returns their places, that of the normal itself among them
 */
export async function alikeTo(
  { compute }: Pick<AnomalyCall, 'compute'>,
  own: number,
  { normals, references }: { readonly normals: readonly Tensor[]; readonly references: readonly Comparable[] },
): Promise<ReadonlySet<number>> {
  const { content, features } = references[own]!;
  const rows = asItIs(normals[own]!, features);
  const between = mean((await compared(compute, betweenPatches(rows, features.rows, features.columns), rows)).distance);
  const found = new Set<number>();
  references.forEach((other, place) => {
    const isOfOneGrid = other.features.rows === features.rows && other.features.columns === features.columns;
    if (other.content === content || (isOfOneGrid && isWithin(rows, asItIs(normals[place]!, features), NEARER * between))) found.add(place);
  });
  return found.add(own);
}

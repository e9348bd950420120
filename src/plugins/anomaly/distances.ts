import type { Compute, Nearest, Tensor } from '../../core/index.js';
import { smoothed } from './smooth.js';

/** How unlike each patch is to the likest of a memory. */
export interface Unlike {
  /** 1 less their cosine, from 0. */
  readonly distance: Float32Array;
  /** Which row that is. */
  readonly row: Int32Array;
}

/** Added to what is usual, so that where good ones hardly differ noise does not stand out; chosen with the other constants, see calibrate.ts. */
const SOFT = 0.1;

const unlike = ({ cosine, row }: Nearest): Unlike => ({ distance: cosine.map((value) => Math.max(0, 1 - value)), row });

export const compared = async (compute: Pick<Compute, 'nearest'>, rows: Tensor, memory: Tensor): Promise<Unlike> =>
  unlike(await compute.nearest({ query: rows, memory }));

/** Over all patches that were compared. */
export const meanDistance = ({ distance }: Pick<Unlike, 'distance'>): number =>
  distance.reduce((sum, value) => sum + value, 0) / distance.length;

/**
 * Distances over those that good ones have at the likest row, spread to neighbours: fine structure that never lies quite alike is no defect. In the manner of
 * PatchCore's re-weighting, with the normals' own distances in place of a softmax over neighbours.
 *
 * @param usual a row of the memory
 * @param columns of the patches' grid
 * @param sigma of the smoothing, in patches
 */
export const beyondUsual = ({ distance, row }: Unlike, usual: Float32Array, columns: number, sigma: number): Float32Array =>
  smoothed(
    distance.map((value, patch) => value / (usual[row[patch]!]! + SOFT)),
    columns,
    sigma,
  );

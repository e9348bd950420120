import type { Tensor } from '../math/tensor.js';
import type { Features } from './features.js';

/** A rectangle of whole patches on a grid, in rows and columns. */
export interface GridPart {
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
}

/**
 * The rows of `[N, dims]` that belong to a rectangle of the grid, row-major.
 * @param columns of the whole grid
 * @returns [part.rows * part.columns, dims], a copy
 */
export function cutPatches(tensor: Tensor, columns: number, part: GridPart): Tensor {
  const dims = tensor.data.length / (tensor.dims[0] ?? 1);
  const data = new Float32Array(part.rows * part.columns * dims);
  for (let row = 0; row < part.rows; row++) {
    const from = ((part.row + row) * columns + part.column) * dims;
    data.set(tensor.data.subarray(from, from + part.columns * dims), row * part.columns * dims);
  }
  return { data, dims: [part.rows * part.columns, dims] };
}

/** The grid that a part was cut from, or the part itself where it is a whole pass. */
export const wholeGrid = (features: Features): Features => features.within?.features ?? features;

/** The part's rows of `[N, dims]` over its whole grid; the same tensor where it is a whole pass. */
export const partOfGrid = (tensor: Tensor, features: Features): Tensor =>
  features.within === null
    ? tensor
    : cutPatches(tensor, features.within.features.columns, { ...features.within, rows: features.rows, columns: features.columns });

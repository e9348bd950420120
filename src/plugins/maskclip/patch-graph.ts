import { inverseNorms, type Tensor } from '../../core/index.js';

/** The first four of a patch's eight neighbours, in rows and columns; the others are theirs. */
const AHEAD = [
  [0, 1],
  [1, -1],
  [1, 0],
  [1, 1],
] as const;
/** How much less two patches belong together that look less alike: weights are exp(SHARPNESS (cosine - 1)). */
const SHARPNESS = 8;

/** Patches of a grid as nodes, joined with their eight neighbours. */
export interface PatchGraph {
  readonly cells: number;
  /** Edges: ends, and how much they belong together, in (0, 1]. */
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly weight: Float64Array;
  /** Per node the sum of its edges' weights. */
  readonly degree: Float64Array;
}

/** Rows less their mean, each of unit length: [cells, width]. A picture's patches have much in common that tells none from its neighbour. */
function centred(structure: Tensor, cells: number): { readonly data: Float64Array; readonly width: number } {
  const width = structure.data.length / cells;
  const inverse = inverseNorms(structure);
  const data = Float64Array.from(structure.data, (value, at) => value * inverse[Math.floor(at / width)]!);
  const mean = new Float64Array(width);
  data.forEach((value, at) => (mean[at % width]! += value / cells));
  for (let cell = 0; cell < cells; cell += 1) {
    const row = data.subarray(cell * width, (cell + 1) * width);
    let square = 0;
    for (let c = 0; c < width; c += 1) square += (row[c]! -= mean[c]!) ** 2;
    const length = Math.sqrt(square);
    if (length > 0) for (let c = 0; c < width; c += 1) row[c]! /= length;
  }
  return { data, width };
}

/** @param structure what patches look like, [rows * columns, width] */
export function patchGraph(structure: Tensor, rows: number, columns: number): PatchGraph {
  const cells = rows * columns;
  const { data, width } = centred(structure, cells);
  const [from, to, weight]: [number[], number[], number[]] = [[], [], []];
  const degree = new Float64Array(cells);
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < columns; column += 1)
      for (const [down, across] of AHEAD) {
        const [y, x] = [row + down, column + across];
        if (y >= rows || x < 0 || x >= columns) continue;
        const [one, other] = [row * columns + column, y * columns + x];
        let cosine = 0;
        for (let c = 0; c < width; c += 1) cosine += data[one * width + c]! * data[other * width + c]!;
        const value = Math.exp(SHARPNESS * (cosine - 1));
        from.push(one);
        to.push(other);
        weight.push(value);
        degree[one]! += value;
        degree[other]! += value;
      }
  return { cells, from: Int32Array.from(from), to: Int32Array.from(to), weight: Float64Array.from(weight), degree };
}

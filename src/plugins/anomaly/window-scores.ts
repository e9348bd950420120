import type { Tensor } from '../../core/index.js';

/** How likely what a vector shows is abnormal, in (0, 1). */
export type StateScore = (vector: Float32Array) => number;

/** Softmax over the cosines with the normal and the abnormal vector. @param scale factor on cosines */
export function stateScore(normal: Float32Array, abnormal: Float32Array, scale: number): StateScore {
  return (vector) => {
    let [square, well, ill] = [0, 0, 0];
    for (let d = 0; d < vector.length; d += 1) {
      const value = vector[d]!;
      square += value * value;
      well += value * normal[d]!;
      ill += value * abnormal[d]!;
    }
    const inverse = square > 1e-18 ? 1 / Math.sqrt(square) : 0;
    return 1 / (1 + Math.exp(scale * inverse * (well - ill)));
  };
}

/**
 * WinCLIP's map of one size of window (arXiv:2303.14814): every window of side x side patches is scored, and a patch gets the harmonic mean of the windows that it
 * lies in. A window's vector is the mean of its patches' here; the paper encodes each by itself.
 *
 * @param dense [rows * columns, dims]
 * @param side of windows in patches; no more than the grid has
 */
export function windowScores(
  { data, dims: [count = 0, width = 0] }: Tensor,
  columns: number,
  side: number,
  score: StateScore,
): Float32Array {
  const rows = count / columns;
  const [high, wide] = [Math.min(side, rows), Math.min(side, columns)];
  const inverses = new Float32Array(count);
  const windows = new Float32Array(count);
  const mean = new Float32Array(width);
  for (let top = 0; top + high <= rows; top += 1)
    for (let left = 0; left + wide <= columns; left += 1) {
      mean.fill(0);
      for (let row = top; row < top + high; row += 1)
        for (let column = left; column < left + wide; column += 1) {
          const from = (row * columns + column) * width;
          for (let d = 0; d < width; d += 1) mean[d]! += data[from + d]!;
        }
      const inverse = 1 / score(mean);
      for (let row = top; row < top + high; row += 1)
        for (let column = left; column < left + wide; column += 1) {
          inverses[row * columns + column]! += inverse;
          windows[row * columns + column]! += 1;
        }
    }
  return windows.map((number, patch) => number / inverses[patch]!);
}

/** The harmonic mean, place by place, with one number for the whole. */
export function harmonic(whole: number, maps: readonly Float32Array[]): Float32Array {
  return maps[0]!.map((_, patch) => (maps.length + 1) / (1 / whole + maps.reduce((sum, map) => sum + 1 / map[patch]!, 0)));
}

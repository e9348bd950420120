import type { Tensor } from '../../core/index.js';

/** As torch's layer norm. */
const EPSILON = 1e-5;

/**
 * MuSc's local aggregation (LNAMD, arXiv:2401.16753): all tokens of a picture normalised together, each the mean of those around it, of length one.
 *
 * @param tokens [rows * columns, dims]
 * @param side of the square whose mean a token becomes, odd; what lies beyond the grid counts as nothing
 * @returns unit rows
 */
export function mutualRows({ data, dims: [count = 0, width = 0] }: Tensor, columns: number, side: number): Tensor {
  const rows = count / columns;
  let sum = 0;
  let squares = 0;
  for (const value of data) {
    sum += value;
    squares += value * value;
  }
  const mean = sum / data.length;
  const scale = 1 / Math.sqrt(Math.max(0, squares / data.length - mean * mean) + EPSILON);
  const normal = data.map((value) => (value - mean) * scale);
  const reach = (side - 1) / 2;
  const across = summed(normal, width, { lines: rows, line: columns * width, length: columns, step: width }, reach);
  const both = summed(across, width, { lines: columns, line: width, length: rows, step: columns * width }, reach);
  for (let row = 0; row < count; row += 1) {
    const own = both.subarray(row * width, (row + 1) * width);
    let square = 0;
    for (const value of own) square += value * value;
    const inverse = square > 1e-18 ? 1 / Math.sqrt(square) : 0;
    for (let d = 0; d < width; d += 1) own[d]! *= inverse;
  }
  return { data: both, dims: [count, width] };
}

interface Axis {
  readonly lines: number;
  readonly line: number;
  readonly length: number;
  readonly step: number;
}

/** Sums of vectors along an axis; a mean has the same direction. */
function summed(from: Float32Array, width: number, { lines, line, length, step }: Axis, reach: number): Float32Array {
  if (reach === 0) return from;
  const out = new Float32Array(from.length);
  for (let each = 0; each < lines; each += 1)
    for (let at = 0; at < length; at += 1) {
      const to = each * line + at * step;
      for (let other = Math.max(0, at - reach); other <= Math.min(length - 1, at + reach); other += 1) {
        const start = each * line + other * step;
        for (let d = 0; d < width; d += 1) out[to + d]! += from[start + d]!;
      }
    }
  return out;
}

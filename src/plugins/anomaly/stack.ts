import type { Tensor } from '../../core/index.js';

/** Matrices of one width, one below the other. */
export function stacked(parts: readonly Tensor[]): Tensor {
  const width = parts[0]!.dims[1]!;
  const data = new Float32Array(parts.reduce((sum, part) => sum + part.data.length, 0));
  let at = 0;
  for (const part of parts) {
    data.set(part.data, at);
    at += part.data.length;
  }
  return { data, dims: [data.length / width, width] };
}

/** Some rows of a matrix, in order. */
export function picked({ data, dims: [, width = 0] }: Tensor, rows: readonly number[] | Int32Array): Tensor {
  const out = new Float32Array(rows.length * width);
  rows.forEach((row, at) => out.set(data.subarray(row * width, (row + 1) * width), at * width));
  return { data: out, dims: [rows.length, width] };
}

/**
 * Whether none is NaN or infinite. One running sum tells: both survive every addition, and a double holds any sum of floats. By index: `for of`
 * over an array of floats makes an object of each.
 */
export function allFinite(values: Float32Array): boolean {
  let sum = 0;
  for (let i = 0; i < values.length; i += 1) sum += values[i]!;
  return Number.isFinite(sum);
}

/** A Gaussian over a grid, edges repeated. @param sigma in cells; 0 leaves values as they are */
export function smoothed(values: Float32Array, columns: number, sigma: number): Float32Array {
  if (!(sigma > 0)) return values;
  const reach = Math.ceil(3 * sigma);
  const weights = Array.from({ length: 2 * reach + 1 }, (_, at) => Math.exp(-0.5 * ((at - reach) / sigma) ** 2));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const rows = values.length / columns;
  const along = (from: Float32Array, length: number, step: number, lines: number, line: number): Float32Array => {
    const out = new Float32Array(from.length);
    for (let each = 0; each < lines; each += 1)
      for (let at = 0; at < length; at += 1) {
        let sum = 0;
        for (let k = -reach; k <= reach; k += 1) {
          const place = Math.min(length - 1, Math.max(0, at + k));
          sum += weights[k + reach]! * from[each * line + place * step]!;
        }
        out[each * line + at * step] = sum / total;
      }
    return out;
  };
  return along(along(values, columns, 1, rows, columns), rows, columns, columns, 1);
}

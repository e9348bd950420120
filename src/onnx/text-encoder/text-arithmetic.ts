import { EPSILON } from '../networks/net.js';

/** Rows of `weight.length` numbers, each with mean 0 and variance 1, then scaled and shifted. */
export function layerNorm(x: Float32Array, weight: Float32Array, bias: Float32Array): Float32Array {
  const width = weight.length;
  const result = new Float32Array(x.length);
  for (let start = 0; start < x.length; start += width) {
    let mean = 0;
    for (let i = 0; i < width; i++) mean += x[start + i] as number;
    mean /= width;
    let variance = 0;
    for (let i = 0; i < width; i++) variance += ((x[start + i] as number) - mean) ** 2;
    const scale = 1 / Math.sqrt(variance / width + EPSILON);
    for (let i = 0; i < width; i++)
      result[start + i] = ((x[start + i] as number) - mean) * scale * (weight[i] as number) + (bias[i] as number);
  }
  return result;
}

/** A Linear [out, in] on every row, added to `onto` in place, or as a new matrix. */
export function addLinear(onto: Float32Array | null, x: Float32Array, weight: Float32Array, bias: Float32Array): Float32Array {
  const outputs = bias.length;
  const inputs = weight.length / outputs;
  const rows = x.length / inputs;
  const result = onto ?? new Float32Array(rows * outputs);
  const add = (row: number, output: number, sum: number): void => {
    result[row * outputs + output] = (result[row * outputs + output] as number) + sum + (bias[output] as number);
  };
  // Four rows at a time: a sum alone waits for itself, and four share every weight that is read.
  const whole = rows - (rows % 4);
  for (let output = 0; output < outputs; output++) {
    const from = output * inputs;
    for (let row = 0; row < whole; row += 4) {
      const [one, two, three, four] = [row * inputs, (row + 1) * inputs, (row + 2) * inputs, (row + 3) * inputs];
      let [a, b, c, d] = [0, 0, 0, 0];
      for (let i = 0; i < inputs; i++) {
        const factor = weight[from + i] as number;
        a += (x[one + i] as number) * factor;
        b += (x[two + i] as number) * factor;
        c += (x[three + i] as number) * factor;
        d += (x[four + i] as number) * factor;
      }
      add(row, output, a);
      add(row + 1, output, b);
      add(row + 2, output, c);
      add(row + 3, output, d);
    }
    for (let row = whole; row < rows; row++) {
      let sum = 0;
      for (let i = 0; i < inputs; i++) sum += (x[row * inputs + i] as number) * (weight[from + i] as number);
      add(row, output, sum);
    }
  }
  return result;
}

/** x sigmoid(1.702 x), in place. */
export function quickGelu(x: Float32Array): Float32Array {
  for (let i = 0; i < x.length; i++) x[i] = (x[i] as number) / (1 + Math.exp(-1.702 * (x[i] as number)));
  return x;
}

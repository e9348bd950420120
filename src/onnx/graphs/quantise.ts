import { floatToHalf } from '../safetensors/dtypes.js';

/** Largest stored magnitude. Half of the int8 range: processors without VNNI add pairs of products in 16 bits, which full range overflows. */
const LARGEST = 63;

/** [rows, columns] to [columns, rows]. */
export function transpose(values: Float32Array, rows: number, columns: number): Float32Array<ArrayBuffer> {
  const result = new Float32Array(values.length);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) result[column * rows + row] = values[row * columns + column] as number;
  return result;
}

/** What one step of the stored integers is worth, for each column of [rows, columns]; 1 for a column of zeros. */
export function columnSteps(values: Float32Array, columns: number): Float32Array<ArrayBuffer> {
  const steps = new Float32Array(columns);
  for (let i = 0; i < values.length; i++) {
    const size = Math.abs(values[i] as number);
    if (size > (steps[i % columns] as number)) steps[i % columns] = size;
  }
  return steps.map((largest) => (largest === 0 ? 1 : largest / LARGEST));
}

/** [rows, columns] in steps of its column, -63 to 63. */
export function quantise(values: Float32Array, steps: Float32Array): Int8Array<ArrayBuffer> {
  const columns = steps.length;
  const result = new Int8Array(values.length);
  for (let i = 0; i < values.length; i++) result[i] = Math.round((values[i] as number) / (steps[i % columns] as number));
  return result;
}

/** Bit patterns of half-precision numbers; null when one of the values is out of their range. */
export function toHalves(values: Float32Array): Uint16Array<ArrayBuffer> | null {
  const result = new Uint16Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const half = floatToHalf(values[i] as number);
    if ((half & 0x7c00) === 0x7c00) return null;
    result[i] = half;
  }
  return result;
}

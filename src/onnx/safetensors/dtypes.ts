/** Bytes of one element by safetensors' name of the type. Tensors of any of them may stand in a file; only floats are read. */
export const DTYPE_BYTES: ReadonlyMap<string, number> = new Map(
  Object.entries({
    F64: 8,
    F32: 4,
    F16: 2,
    BF16: 2,
    F8_E4M3: 1,
    F8_E5M2: 1,
    I64: 8,
    I32: 4,
    I16: 2,
    I8: 1,
    U64: 8,
    U32: 4,
    U16: 2,
    U8: 1,
    BOOL: 1,
  }),
);

/** Types whose values become float32. */
export type FloatType = 'F32' | 'F16' | 'BF16';
export const isFloatType = (dtype: string): dtype is FloatType => dtype === 'F32' || dtype === 'F16' || dtype === 'BF16';

const scratch = new Uint32Array(1);
const scratchFloat = new Float32Array(scratch.buffer);

/** One half-precision number, exactly. */
export function halfToFloat(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const mantissa = bits & 1023;
  if (exponent === 0) return sign * mantissa * 2 ** -24;
  if (exponent === 31) return mantissa === 0 ? sign * Infinity : NaN;
  return sign * (1024 + mantissa) * 2 ** (exponent - 25);
}

/** The half-precision number next to a float32 (ties to even); over 65504 infinity. */
export function floatToHalf(value: number): number {
  scratchFloat[0] = value;
  const bits = scratch[0] as number;
  const sign = (bits >>> 16) & 0x8000;
  const exponent = ((bits >>> 23) & 255) - 112;
  const mantissa = bits & 0x7fffff;
  if (exponent === 143) return sign | (mantissa === 0 ? 0x7c00 : 0x7e00);
  if (exponent < -10) return sign;
  // Below the smallest normal number the leading one becomes part of the mantissa. A carry out of the mantissa raises the exponent, as it must.
  const shift = exponent <= 0 ? 14 - exponent : 13;
  const whole = exponent <= 0 ? mantissa | 0x800000 : mantissa | (exponent << 23);
  const half = 1 << (shift - 1);
  const rest = whole & (2 * half - 1);
  const kept = whole >>> shift;
  const rounded = kept + (rest > half || (rest === half && kept % 2 === 1) ? 1 : 0);
  return sign | Math.min(rounded, 0x7c00);
}

let halves: Float32Array | null = null;
const halfTable = (): Float32Array => (halves ??= Float32Array.from({ length: 65536 }, (_, bits) => halfToFloat(bits)));

/** Little-endian bytes as float32. `bytes` begins a buffer of its own, whose length is a multiple of the element's. */
export function toFloats(dtype: FloatType, bytes: Uint8Array<ArrayBuffer>): Float32Array<ArrayBuffer> {
  if (dtype === 'F32') return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
  const words = new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 2);
  const floats = new Float32Array(words.length);
  if (dtype === 'F16') {
    const table = halfTable();
    for (let i = 0; i < words.length; i++) floats[i] = table[words[i] as number] as number;
  } else {
    const bits = new Uint32Array(floats.buffer);
    for (let i = 0; i < words.length; i++) bits[i] = (words[i] as number) << 16;
  }
  return floats;
}

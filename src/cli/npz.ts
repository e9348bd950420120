import { zipSync, type Zippable } from 'fflate';
import type { Tensor } from '../core/math/tensor.js';
import { floatToHalf } from '../onnx/safetensors/dtypes.js';

/**
 * One array in NumPy's .npy format, version 1.0, C order, as float32 or rounded to float16
 * (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html).
 */
export function encodeNpy(tensor: Tensor, half = false): Uint8Array {
  const shape = tensor.dims.length === 1 ? `(${tensor.dims[0]},)` : `(${tensor.dims.join(', ')})`;
  const dictionary = `{'descr': '${half ? '<f2' : '<f4'}', 'fortran_order': False, 'shape': ${shape}, }`;
  // Magic, version and length take 10 bytes; the header is padded so that the data starts at a multiple of 64.
  const length = Math.ceil((10 + dictionary.length + 1) / 64) * 64 - 10;
  const bytes = new Uint8Array(10 + length + tensor.data.length * (half ? 2 : 4));
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, length & 255, length >> 8]);
  bytes.set(new TextEncoder().encode(dictionary.padEnd(length - 1) + '\n'), 10);
  const view = new DataView(bytes.buffer, 10 + length);
  for (let index = 0; index < tensor.data.length; index++) {
    if (half) view.setUint16(index * 2, floatToHalf(tensor.data[index]!), true);
    else view.setFloat32(index * 4, tensor.data[index]!, true);
  }
  return bytes;
}

/** Named arrays as an uncompressed .npz archive: `numpy.load(path)[name]`. Equal input gives equal bytes. */
export function encodeNpz(arrays: Readonly<Record<string, Tensor>>, half = false): Uint8Array {
  const entries: Zippable = {};
  // Zip stores a date with each entry; a fixed one keeps the bytes reproducible.
  for (const [name, tensor] of Object.entries(arrays))
    entries[`${name}.npy`] = [encodeNpy(tensor, half), { level: 0, mtime: new Date(1980, 0, 1) }];
  return zipSync(entries);
}

import type { PassFeatures } from '../encoder/contract/encoder.js';
import type { Tensor } from '../math/tensor.js';
import type { PackManifest } from '../packs/manifest.js';
import type { Features } from '../visual/features.js';

// Numbers stand as they lie in memory, in little-endian order on every machine that DenseQL runs on; in front of them a line of JSON that says what they are.

interface Head extends Omit<PassFeatures, 'outputs'> {
  readonly outputs: readonly { readonly name: string; readonly dims: readonly number[]; readonly length: number }[];
}

const LENGTH_BYTES = 4;
const ALIGNED = 4;

/** What a pass gave, out of the features of a whole picture. */
export function passOf(features: Features): PassFeatures {
  const { key, rows, columns, frame } = features;
  return { key, rows, columns, frame, outputs: Object.fromEntries([...features.outputs].map((name) => [name, features.output(name)])) };
}

/** Bytes that the numbers of a pass take, without its head: known before the pass. */
export function numbersOfPass({ rows, columns }: Pick<PassFeatures, 'rows' | 'columns'>, outputs: PackManifest['outputs']): number {
  const patches = rows * columns;
  const numbers = Object.values(outputs).map(
    ({ kind, dims }) => dims * (kind === 'global' ? 1 : kind === 'tokens' ? 1 + patches : patches),
  );
  return numbers.reduce((sum, count) => sum + count * Float32Array.BYTES_PER_ELEMENT, 0);
}

/** Where the parts of a pass stand in its bytes. */
function layoutOf({ outputs, ...rest }: PassFeatures) {
  const named = Object.entries(outputs);
  const head: Head = { ...rest, outputs: named.map(([name, { dims, data }]) => ({ name, dims, length: data.length })) };
  const text = Buffer.from(JSON.stringify(head));
  const start = Math.ceil((LENGTH_BYTES + text.length) / ALIGNED) * ALIGNED;
  return { named, text, start, bytes: start + named.reduce((sum, [, { data }]) => sum + data.byteLength, 0) };
}

/** Bytes that {@link bytesOfPass} gives. */
export const sizeOfPass = (pass: PassFeatures): number => layoutOf(pass).bytes;

/** What a pass gave, as one piece of bytes. */
export function bytesOfPass(pass: PassFeatures): Uint8Array<ArrayBuffer> {
  const { named, text, start, bytes: size } = layoutOf(pass);
  const bytes = new Uint8Array(size);
  new DataView(bytes.buffer).setUint32(0, text.length, true);
  bytes.set(text, LENGTH_BYTES);
  let at = start;
  for (const [, { data }] of named) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return bytes;
}

/** The other way round. @param bytes proven by their digest */
export function passOfBytes(bytes: Uint8Array): PassFeatures {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getUint32(0, true);
  const { outputs: list, ...rest } = JSON.parse(Buffer.from(bytes.subarray(LENGTH_BYTES, LENGTH_BYTES + length)).toString()) as Head;
  let at = bytes.byteOffset + Math.ceil((LENGTH_BYTES + length) / ALIGNED) * ALIGNED;
  const outputs: Record<string, Tensor> = {};
  for (const { name, dims, length: numbers } of list) {
    outputs[name] = { data: new Float32Array(bytes.buffer, at, numbers), dims };
    at += numbers * Float32Array.BYTES_PER_ELEMENT;
  }
  return { ...rest, outputs };
}

/** SHA-256, in a thread of Node's own: a pass has megabytes. */
export const digestOf = async (bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));

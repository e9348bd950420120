import type { PassFeatures } from '../encoder/contract/encoder.js';
import { turnedBack, turnedSize, type Turn } from '../geometry/quarter-turns.js';
import type { Tensor } from '../math/tensor.js';
import type { PackManifest } from '../packs/manifest.js';

/**
 * What an encoder saw of a turned picture, with each patch back at its place in the upright one, so that the frame holds. Global vectors stay, and a class token.
 * @param turn that the picture was turned by
 */
export function uprightFeatures(seen: PassFeatures, turn: Turn, declared: PackManifest['outputs']): PassFeatures {
  if (turn === 0) return seen;
  const { width: columns, height: rows } = turnedSize({ width: seen.columns, height: seen.rows }, turn);
  const upright = (name: string, { data, dims }: Tensor): Tensor => {
    const kind = declared[name]?.kind;
    if (kind !== 'patches' && kind !== 'tokens') return { data, dims };
    const width = dims[1]!;
    const first = kind === 'tokens' ? width : 0;
    const into = new Float32Array(data.length);
    into.set(data.subarray(0, first));
    into.set(turnedBack(data.subarray(first), width, { width: columns, height: rows }, turn), first);
    return { data: into, dims };
  };
  const outputs = Object.fromEntries(Object.entries(seen.outputs).map(([name, tensor]) => [name, upright(name, tensor)]));
  return { ...seen, rows, columns, outputs };
}

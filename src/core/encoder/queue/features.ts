import { DenseqlError } from '../../errors.js';
import type { PackManifest } from '../../packs/manifest.js';
import type { EncodeImageRequest, PassFeatures } from '../contract/encoder.js';
import type { Tensor } from '../../math/tensor.js';
import type { WorkResult } from '../contract/work.js';

type Picture = Pick<EncodeImageRequest, 'width' | 'height' | 'frame'>;

const wrong = (manifest: PackManifest, problem: string): DenseqlError =>
  new DenseqlError('ENCODER_UNAVAILABLE', `The pack ${manifest.name} ${manifest.revision} gave wrong numbers: ${problem}.`);

/** One output without its batch dimension, checked against the manifest. */
function unbatched(name: string, result: WorkResult, manifest: PackManifest, patches: number): Tensor {
  const { kind, dims } = manifest.outputs[name] ?? { kind: 'patches', dims: 0 };
  const output = result.outputs[name];
  const shape = { patches: [patches, dims], tokens: [1 + patches, dims], global: [dims] }[kind];
  if (output === undefined) throw wrong(manifest, `the output ${name} is missing`);
  if (output.dims.join() !== [1, ...shape].join())
    throw wrong(manifest, `the output ${name} has shape [${output.dims.join()}], [${[1, ...shape].join()}] expected`);
  return { data: output.data, dims: shape };
}

/**
 * Features out of one pass's raw outputs. Graph outputs that the manifest does not list are left out.
 * @throws ENCODER_UNAVAILABLE when an output is missing, has another shape than the manifest says, or holds NaN or infinity
 */
export function createFeatures(key: string, picture: Picture, result: WorkResult, manifest: PackManifest): PassFeatures {
  const rows = picture.height / manifest.image.patch;
  const columns = picture.width / manifest.image.patch;
  const names = Object.keys(manifest.outputs);
  const bad = names.filter((name) => result.nonFinite.includes(name));
  if (bad.length > 0) throw wrong(manifest, `NaN or infinity in ${bad.join(', ')}`);
  const outputs = Object.fromEntries(names.map((name) => [name, unbatched(name, result, manifest, rows * columns)]));
  return { key, rows, columns, frame: picture.frame, outputs };
}

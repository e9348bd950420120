import { allFinite } from '../encoder/all-finite.js';
import type { Tensor } from '../encoder/encoder.js';
import { DenseqlError } from '../errors.js';

/** Who gave the numbers, for messages. */
export interface OutputOrigin {
  readonly plugin: string;
  readonly graph: string;
  readonly pack: string;
}

/**
 * An output of a plugin's head, of exactly this shape and without NaN or infinity.
 * @throws PLUGIN_FAILED naming plugin, graph and output
 */
export function checkedOutput(
  answer: Readonly<Record<string, Tensor>>,
  name: string,
  dims: readonly number[],
  { plugin, graph, pack }: OutputOrigin,
): Float32Array {
  const wrong = (problem: string): DenseqlError =>
    new DenseqlError('PLUGIN_FAILED', `Plugin "${plugin}": the head ${graph} of the pack ${pack} gave ${problem}.`, { plugin, pack });
  const tensor = answer[name];
  if (!tensor) throw wrong(`no output "${name}"`);
  if (tensor.dims.join() !== dims.join()) throw wrong(`"${name}" of shape [${tensor.dims.join()}], [${dims.join()}] expected`);
  if (!allFinite(tensor.data)) throw wrong(`NaN or infinity in "${name}"`);
  return tensor.data;
}

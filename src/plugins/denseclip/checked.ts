import { DenseqlError, type Tensor } from '../../core/index.js';

/** Who gave the numbers, for messages. */
export interface Origin {
  readonly graph: string;
  readonly pack: string;
}

/** NaN and infinity survive every addition, and a double holds any sum of floats. */
function isFinite(values: Float32Array): boolean {
  let sum = 0;
  for (const value of values) sum += value;
  return Number.isFinite(sum);
}

/** An output of the head, of exactly this shape and without NaN. @throws PLUGIN_FAILED naming graph and output */
export function checked(
  answer: Readonly<Record<string, Tensor>>,
  name: string,
  dims: readonly number[],
  { graph, pack }: Origin,
): Float32Array {
  const wrong = (problem: string): DenseqlError =>
    new DenseqlError('PLUGIN_FAILED', `Plugin "denseclip": the head ${graph} of the pack ${pack} gave ${problem}.`, {
      plugin: 'denseclip',
      pack,
    });
  const tensor = answer[name];
  if (!tensor) throw wrong(`no output "${name}"`);
  if (tensor.dims.join() !== dims.join()) throw wrong(`"${name}" of shape [${tensor.dims.join()}], [${dims.join()}] expected`);
  if (!isFinite(tensor.data)) throw wrong(`NaN or infinity in "${name}"`);
  return tensor.data;
}

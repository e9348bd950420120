import { DenseqlError } from '../errors.js';
import { breathe } from '../math/breathe.js';
import { OnceAnOperation } from '../once.js';
import type { Operation } from '../operation.js';
import { TailAttention } from '../packs/manifest.js';
import { packId } from '../encoder/contract/pack-id.js';
import { partOfGrid, wholeGrid } from '../visual/cut-patches.js';
import type { Encoder } from '../encoder/contract/encoder.js';
import type { Tensor } from '../math/tensor.js';
import type { Features } from '../visual/features.js';

export interface TailCall {
  readonly features: Features;
  readonly attention: TailAttention;
  readonly residual: boolean;
}

/** Several regions and fields of one operation ask for the tail of the same pass. */
const runs = new OnceAnOperation<Tensor>();

const lacks = (encoder: Encoder, what: string): DenseqlError =>
  new DenseqlError(
    'PLUGIN_UNAVAILABLE',
    `The pack ${encoder.manifest.name} has ${what}. Packs that \`denseql models pull\` makes have one; \`image(encoder:)\` names the pack.`,
    { pack: encoder.manifest.name },
  );

const batched = ({ data, dims }: Tensor): Tensor => ({ data, dims: [1, ...dims] });

/** The whole grid's vectors, `[N, dims]`. */
async function runWhole(encoder: Encoder, { features, attention, residual }: TailCall, operation: Operation): Promise<Tensor> {
  const { tail } = encoder.manifest.image;
  if (tail === undefined) throw lacks(encoder, 'no tail: its last block cannot be run again');
  if (!tail.attentions.includes(attention))
    throw lacks(encoder, `no tail with the attention ${attention}, only with ${tail.attentions.join(', ')}`);
  // A tail continues one pack's pass; another's tokens may even have its shape.
  if (!features.key.startsWith(`${packId(encoder.manifest)}:`))
    throw new DenseqlError('PLUGIN_FAILED', `Features of another pack were given to the tail of ${packId(encoder.manifest)}.`);
  const { rows, columns } = features;
  const { dense } = await encoder.runGraph(
    {
      graph: tail.graph,
      feeds: {
        tokens: batched(features.output(tail.tokens)),
        middle: batched(features.output(tail.middle)),
        grid: { data: Float32Array.of(rows, columns), dims: [2] },
        attention: {
          data: Float32Array.from(TailAttention.options, (option) => (option === attention ? 1 : 0)),
          dims: [TailAttention.options.length],
        },
        residual: { data: Float32Array.of(residual ? 1 : 0), dims: [1] },
      },
      outputs: ['dense'],
    },
    operation,
  );
  const [one, patches, dims = 0] = dense?.dims ?? [];
  if (dense === undefined || one !== 1 || patches !== rows * columns || dense.data.length !== patches * dims)
    throw new DenseqlError(
      'ENCODER_UNAVAILABLE',
      `The tail of the pack ${encoder.manifest.name} gave [${dense?.dims.join() ?? ''}], [1,${rows * columns},dims] expected.`,
    );
  return { data: dense.data, dims: [patches, dims] };
}

/**
 * Runs the encoder's last block again, on the whole grid that the features are a part of, and cuts their part out.
 * Equal calls of one operation share one run.
 * @returns [N, dims], not unit length
 * @throws PLUGIN_UNAVAILABLE naming what the pack lacks; PLUGIN_FAILED for features of another pack; ENCODER_UNAVAILABLE when the graph gives another shape
 */
export async function runTail(encoder: Encoder, call: TailCall, operation: Operation): Promise<Tensor> {
  const whole = wholeGrid(call.features);
  const key = `${packId(encoder.manifest)}:${whole.key}:${call.attention}:${call.residual}`;
  const tail = await runs.get(operation, key, () => runWhole(encoder, { ...call, features: whole }, operation));
  // All who waited for the same go on at once, and compute.
  await breathe(operation.lane);
  return partOfGrid(tail, call.features);
}

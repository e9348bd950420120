import { z } from 'zod';
import { DenseqlError, partOfGrid, wholeGrid, type SegmentCall, type Tensor } from '../../core/index.js';

/** This plugin's entry under `heads` in pack.json, where the pack carries CLIP-DINOiser's two convolutions. */
const Head = z.object({
  dinoiser: z
    .object({
      graph: z.string(),
      /** The output that feeds it: norm2 inside the third block from the end. */
      features: z.string().default('taps.ffn'),
    })
    .optional(),
});

type Call = Pick<SegmentCall<unknown>, 'pack' | 'compute' | 'features'>;
export type DinoiserHead = NonNullable<z.infer<typeof Head>['dinoiser']>;

/**
 * The pack's head for CLIP-DINOiser.
 * @param wanted the option that asks for it, for messages
 * @throws PLUGIN_UNAVAILABLE when the pack has none; PACK_INVALID when its entry is not readable
 */
export function dinoiserHead({ pack }: Pick<Call, 'pack'>, wanted: string): DinoiserHead {
  const read = Head.safeParse(pack.head ?? {});
  if (!read.success)
    throw new DenseqlError('PACK_INVALID', `pack.json of ${pack.name}: heads.maskclip is not readable: ${z.prettifyError(read.error)}`, {
      pack: pack.name,
    });
  if (read.data.dinoiser) return read.data.dinoiser;
  throw new DenseqlError(
    'PLUGIN_UNAVAILABLE',
    `${wanted} needs CLIP-DINOiser's head, which the pack ${pack.name} does not carry. It was trained for the checkpoint ` +
      'laion/CLIP-ViT-B-16-laion2B-s34B-b88K: `denseql models compile <folder> --dinoiser <safetensors>` makes a pack with it.',
    { pack: pack.name },
  );
}

export interface Dinoised {
  /** Smoothed patch vectors, [N, dims], not unit length. */
  readonly patches: Tensor;
  /** How sure it is that a patch shows an object rather than background, [N], in [0, 1]. */
  readonly objectness: Float32Array;
}

/**
 * CLIP-DINOiser (Wysoczańska et al. 2024, arXiv:2312.12359): every patch becomes the mean of all, weighted by learned correlations, and a
 * second convolution tells objects from background. For a part of a picture: of the whole grid, then cut out.
 *
 * @param dense un-normalised patch vectors of the whole grid, [N, dims]
 * @param threshold correlations below it count as 0 (the paper's gamma)
 */
export async function dinoise({ compute, features }: Call, head: DinoiserHead, dense: Tensor, threshold: number): Promise<Dinoised> {
  const whole = wholeGrid(features);
  const tap = whole.output(head.features);
  const batched = ({ data, dims }: Tensor): Tensor => ({ data, dims: [1, ...dims] });
  const answer = await compute.head({
    graph: head.graph,
    feeds: {
      features: batched(tap),
      dense: batched(dense),
      grid: { data: Float32Array.of(whole.rows, whole.columns), dims: [2] },
      threshold: { data: Float32Array.of(threshold), dims: [1] },
    },
    outputs: ['pooled', 'objectness'],
  });
  const flat = (name: string, dims: readonly number[]): Tensor => {
    const data = answer[name]?.data;
    if (data?.length !== dims.reduce((a, b) => a * b)) throw new Error(`The head ${head.graph} gave no ${name} of shape [${dims.join()}].`);
    return { data, dims };
  };
  const cells = whole.rows * whole.columns;
  return {
    patches: partOfGrid(flat('pooled', dense.dims), features),
    objectness: partOfGrid(flat('objectness', [cells, 1]), features).data,
  };
}

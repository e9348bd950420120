import { z } from 'zod';
import {
  batched,
  defineHead,
  DenseqlError,
  partOfGrid,
  wholeGrid,
  type GraphContract,
  type PackFacts,
  type SegmentCall,
  type Tensor,
} from '../../core/index.js';

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

type Call = Pick<SegmentCall, 'compute' | 'features'>;
export type MaskclipHead = z.infer<typeof Head>;
export type DinoiserHead = NonNullable<MaskclipHead['dinoiser']>;

/** What packs carry for this plugin. */
export const maskclipHead = defineHead<MaskclipHead>({
  manifest: Head,
  graphs: ({ dinoiser }): Record<string, GraphContract> =>
    dinoiser
      ? {
          [dinoiser.graph]: {
            inputs: { features: [1, 'patches', 'width'], dense: [1, 'patches', 'dims'], grid: [2], threshold: [1] },
            outputs: { pooled: [1, 'patches', 'dims'], objectness: [1, 'patches'] },
          },
        }
      : {},
});

/**
 * The pack's head for CLIP-DINOiser.
 * @param wanted the option that asks for it, for messages
 * @throws PLUGIN_UNAVAILABLE when the pack has none; PACK_INVALID when its entry is not readable
 */
export function dinoiserHead({ name, head }: PackFacts<MaskclipHead>, wanted: string): DinoiserHead {
  if (head?.dinoiser) return head.dinoiser;
  throw new DenseqlError(
    'PLUGIN_UNAVAILABLE',
    `${wanted} needs CLIP-DINOiser's head, which the pack ${name} does not carry. It was trained for the checkpoint ` +
      'laion/CLIP-ViT-B-16-laion2B-s34B-b88K: `denseql models compile <folder> --dinoiser <safetensors>` makes a pack with it.',
    { pack: name },
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
  const patches = { data: answer['pooled']!.data, dims: dense.dims };
  const objectness = { data: answer['objectness']!.data, dims: [whole.rows * whole.columns, 1] };
  return { patches: partOfGrid(patches, features), objectness: partOfGrid(objectness, features).data };
}

import { z } from 'zod';

/** What every released checkpoint says of itself once it is converted (`denseql models convert`), with paths inside the pack; plugins add their own. */
export const CONVERTED_GRAPH = {
  version: z.literal(1),
  graph: z.string(),
  data: z.string(),
  /** Name of the one input: RGB, uint8 [1, height, width, 3]. */
  input: z.string(),
  output: z.string(),
  backbone: z.enum(['resnet', 'vit']),
  normalisation: z.unknown(),
  /** Sides that enter the graph whole are multiples of it, in pixels. */
  sizeMultiple: z.int().positive(),
  /** How its authors run it on larger pictures, in pixels; null: the whole picture at once. */
  window: z.strictObject({ side: z.int().positive(), stride: z.int().positive() }).nullable(),
  parameters: z.number(),
};

/** Whether a window can enter the graph. */
export const windowFits = ({
  window,
  sizeMultiple,
}: {
  readonly window: { readonly side: number } | null;
  readonly sizeMultiple: number;
}): boolean => window === null || window.side % sizeMultiple === 0;

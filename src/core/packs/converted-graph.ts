import { z } from 'zod';

/** What every released checkpoint says of itself once it is converted (`denseql models convert`), with paths inside the pack; plugins add their own. */
const convertedGraph = () => ({
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
});

type ConvertedGraph = ReturnType<typeof convertedGraph>;

/**
 * The members of that entry, for `z.object({ ...CONVERTED_GRAPH, ... })`. A schema cannot be frozen (zod completes it when it is first used), and what one
 * plugin made of a shared one would hold for all: each reading of a member makes one anew.
 */
export const CONVERTED_GRAPH = Object.freeze(
  Object.defineProperties(
    {},
    Object.fromEntries(
      Object.keys(convertedGraph()).map((name) => [name, { enumerable: true, get: () => convertedGraph()[name as keyof ConvertedGraph] }]),
    ),
  ),
) as Readonly<ConvertedGraph>;

/** Whether a window can enter the graph. */
export const windowFits = ({
  window,
  sizeMultiple,
}: {
  readonly window: { readonly side: number } | null;
  readonly sizeMultiple: number;
}): boolean => window === null || window.side % sizeMultiple === 0;

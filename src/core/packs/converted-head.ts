import { z } from 'zod';

/**
 * What every converted head says of itself: a released checkpoint of one method that brings an encoder of its own, as one graph. Written as
 * `<kind>.json` beside the graph by `denseql models convert`; in a pack it is the entry under `heads.<plugin>`, with paths inside the pack.
 * Made anew for each schema: one plugin's changes to a shared one would hold for all.
 */
const fields = () => ({
  version: z.literal(1),
  graph: z.string(),
  data: z.string(),
  /** Name of the one input: RGB, uint8 [1, height, width, 3]; the graph normalises by itself. */
  input: z.string(),
  output: z.string(),
  backbone: z.enum(['resnet', 'vit']),
  /** For people: what the graph does to pixels. */
  normalisation: z.unknown(),
  /** Sides that enter the graph whole are multiples of it, in pixels. */
  sizeMultiple: z.int().positive(),
  /** How its authors run it on larger pictures: square windows of `side`, `stride` apart, in pixels; null: the whole picture at once. */
  window: z.strictObject({ side: z.int().positive(), stride: z.int().positive() }).nullable(),
  parameters: z.number(),
});

/** The fields that converted heads of all kinds have. */
export type ConvertedHead = { readonly kind: string } & Readonly<z.output<z.ZodObject<ReturnType<typeof fields>>>>;

const windowFits = ({ window, sizeMultiple }: Pick<ConvertedHead, 'window' | 'sizeMultiple'>): boolean =>
  window === null || window.side % sizeMultiple === 0;

/**
 * The schema of one kind of converted head: what all say, and a plugin's own fields besides. Anything else is refused, and so is a window that
 * cannot enter the graph.
 */
export const convertedHead = <Kind extends string, Own extends z.ZodRawShape>(kind: Kind, own: Own) =>
  z
    .strictObject({ kind: z.literal(kind), ...fields(), ...own })
    // The compiler does not see through the plugin's fields.
    .refine((head) => windowFits(head as unknown as ConvertedHead), { message: 'window.side: no multiple of sizeMultiple' });

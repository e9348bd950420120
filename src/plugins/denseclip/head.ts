import { z } from 'zod';
import { convertedHead, defineHead, DenseqlError, type GraphContract, type PackFacts } from '../../core/index.js';

const Share = z.number().min(0).max(1);

/** A head on a pack's own outputs that takes any labels; feeds and outputs of its graph are in README.md. */
const Open = z.strictObject({
  kind: z.literal('open'),
  graph: z.string(),
  /** Outputs of a pass that feed the graph, each under its own name as [1, N, C]. */
  feeds: z.array(z.string()).min(1),
  /** The graph is also fed the picture, so many pixels a patch along each side. */
  pixels: z.int().min(1).max(32).optional(),
  /** Cells of the maps per patch, along each side. */
  upsample: z.int().min(1).max(64),
  /** Pixels of the encoder's input per cell; for people. */
  stride: z.number().positive().optional(),
  /** Whether texts attend to the picture's tokens before they are compared (context-aware prompting); for people. */
  context: z.boolean().default(true),
  /** Mean size of the learned gamma by which the picture changes the texts; for people. */
  gamma: z.number().optional(),
  /** Whether the graph is fed `background` and gives a last channel for it. */
  background: z.boolean().default(false),
  /** Whether the graph gives `scores`; without, the pack's calibration says what is present. */
  scores: z.boolean().default(false),
  /** Defaults of the options. */
  threshold: Share.default(0.5),
  minPresence: Share.default(0.5),
  /** What it was trained on, for people. */
  detail: z.string().optional(),
});

/** The manifest of a converted released checkpoint (`denseql models convert --kind denseclip`), with paths inside the pack. */
const Converted = convertedHead('denseclip', {
  /** In the order of the logits' channels. */
  classes: z.array(z.string().min(1)).min(1),
  /** Pixels of the picture per element of the logits. */
  outputStride: z.int().positive(),
  /** Its authors resize pictures, keeping their ratio, until the short side has so many pixels (or the long one 2048). */
  shortSide: z.int().positive(),
}).refine(({ outputStride, sizeMultiple }) => sizeMultiple % outputStride === 0, { message: 'sizeMultiple: no multiple of outputStride' });

const Head = z.discriminatedUnion('kind', [Open, Converted]);
export type OpenHead = z.infer<typeof Open>;
export type ConvertedHead = z.infer<typeof Converted>;

/** A graph for any labels: each text by itself; `channels` are the texts, and one for everything else where there is a background. */
function openGraph({ feeds, scores, background, pixels }: OpenHead): GraphContract {
  const outputs = Object.fromEntries(feeds.map((name) => [name, [1, 'patches', `dims of ${name}`]]));
  return {
    inputs: {
      ...outputs,
      grid: [2],
      labels: ['labels', 'dims'],
      ...(background ? { background: ['texts', 'dims'] } : {}),
      ...(pixels === undefined ? {} : { picture: [1, 'height', 'width', 3] }),
    },
    outputs: { logits: [1, 'channels', 'rows', 'columns'], ...(scores ? { scores: ['labels'] } : {}) },
  };
}

/** A converted head: an encoder of its own, on a window's pixels. */
const convertedGraph = ({ input, output, outputStride, classes }: ConvertedHead): GraphContract => ({
  inputs: { [input]: [1, 'height', 'width', 3] },
  outputs: { [output]: [1, classes.length, `height/${outputStride}`, `width/${outputStride}`] },
});

/** What packs carry for this plugin. */
export const denseclipHead = defineHead<OpenHead | ConvertedHead>({
  manifest: Head,
  graphs: (head) => ({ [head.graph]: head.kind === 'open' ? openGraph(head) : convertedGraph(head) }),
});

/**
 * The pack's head.
 * @throws PLUGIN_UNAVAILABLE saying what is missing when the pack has none; PACK_INVALID when its entry is not readable
 */
export function neededHead({ head, name }: PackFacts<OpenHead | ConvertedHead>): OpenHead | ConvertedHead {
  if (head !== undefined) return head;
  throw new DenseqlError(
    'PLUGIN_UNAVAILABLE',
    `by.denseclip needs a trained head, which the pack ${name} does not carry (pack.json, heads.denseclip); the paper has no form without training. ` +
      'training/ trains a head for a pack, `denseql models convert` makes one of a released checkpoint, and `image(encoder:)` names a pack that has one. ' +
      '`by: { maskclip: {} }` runs without.',
    { pack: name },
  );
}

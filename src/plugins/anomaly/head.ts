import { z } from 'zod';
import { defineHead, type GraphContract } from '../../core/index.js';

const Above = z.number().positive();

/** This plugin's entry under `heads` in pack.json: a head that knows what defects look like, for `zeroShot`. */
const Head = z.strictObject({
  graph: z.string(),
  /** Outputs of a pass that feed the graph, each under its own name as [1, N, C]. */
  inputs: z.array(z.string()).min(1),
  /** The feed `picture`: so many pixels a patch along each side. */
  pixels: z.int().min(1).max(32),
  /** Numbers that a sample of a state is drawn with. */
  noise: z.int().min(1).max(1024),
  /** Of a text's vector; for people. */
  texts: z.int().positive().optional(),
  /** Thresholds of the answer's score, by its rule, and of places, chosen on pictures that the head had not seen. */
  scoring: z.strictObject({ threshold: z.strictObject({ MAX: Above, TOP_MEAN: Above }), mapThreshold: Above }),
  /** What it was trained on, for people. */
  detail: z.string().optional(),
});
export type Head = z.infer<typeof Head>;

const contract = ({ inputs, noise }: Head): GraphContract => ({
  inputs: {
    ...Object.fromEntries(inputs.map((name) => [name, [1, 'patches', `dims of ${name}`]])),
    grid: [2],
    picture: [1, 'height', 'width', 3],
    normal: ['dims'],
    abnormal: ['dims'],
    noise: [2, 'samples', noise],
  },
  outputs: { logits: ['samples', 'patches'], scores: ['samples'] },
});

/** What packs carry for this plugin. */
export const anomalyHead = defineHead<Head>({ manifest: Head, graphs: (head) => ({ [head.graph]: contract(head) }) });

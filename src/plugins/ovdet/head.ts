import { z } from 'zod';
import { defineHead, type GraphContract } from '../../core/index.js';

/** This plugin's entry under `heads` in pack.json: a head on outputs of a pass that says where whole things are. */
const Head = z.strictObject({
  graph: z.string(),
  /** Outputs of a pass that feed the graph, each under its own name as [1, N, C]. */
  inputs: z.array(z.string()).min(1),
  /** What else it is fed: rows and columns of the grid, the picture. */
  feeds: z.array(z.enum(['grid', 'picture'])).default([]),
  /** The feed `picture`: so many pixels a patch along each side. */
  pixels: z.int().min(1).max(32).default(8),
  /** Sides of the levels' cells in patches, in the order of the graph's cells; each level covers the grid, rounded up. */
  strides: z.array(z.number().positive()).min(1),
  /** Maps that masks are put together from. */
  prototypes: z.int().min(1).max(64),
  /** Cells of those maps along a patch's side. */
  fine: z.int().min(1).max(8),
  /** Constants of scores, measured with this head; see scoring.ts. */
  scoring: z
    .strictObject({
      presence: z.strictObject({ midpoint: z.number(), slope: z.number().positive() }),
      /** Of crops that are encoded again. */
      rescored: z.strictObject({ midpoint: z.number(), slope: z.number().positive() }).optional(),
      qualityShare: z.number().min(0).max(1),
      minScore: z.number().min(0).max(1),
    })
    .optional(),
  /** What it was trained at or on, for people. */
  detail: z.string().optional(),
});
export type Head = z.infer<typeof Head>;

const contract = ({ inputs, prototypes }: Head): GraphContract => ({
  inputs: {
    ...Object.fromEntries(inputs.map((name) => [name, [1, 'patches', `dims of ${name}`]])),
    grid: [2],
    picture: [1, 'height', 'width', 3],
  },
  outputs: {
    quality: [1, 'cells'],
    reach: [1, 'cells', 4],
    weights: [1, 'cells', prototypes + 1],
    prototypes: [1, prototypes, 'fineRows', 'fineColumns'],
  },
});

/** What packs carry for this plugin. */
export const ovdetHead = defineHead<Head>({ manifest: Head, graphs: (head) => ({ [head.graph]: contract(head) }) });

import { z } from 'zod';
import { badInput, defineHead, DETAILS, type GraphContract } from '../../core/index.js';
import { Converted, type ConvertedHead } from './converted-head.js';

const Bin = z.tuple([z.int().nonnegative(), z.int().nonnegative().nullable()]).refine(([low, high]) => high === null || high >= low, {
  message: 'a bin is [from, to] with from <= to, or [from, null] without an end',
});
/** Counts from the first to the second number; null: without an end. */
export type Bin = z.infer<typeof Bin>;

const Detail = z.enum(DETAILS);

const Template = z.string().includes('{}');
const Templates = z.strictObject({
  /** `{}` is the label in the singular here, in the plural in those with numbers. */
  none: Template.default('There is no {}.'),
  one: Template.default('There is one {}.'),
  /** ZIP's block that holds something. */
  some: Template.default('There is at least one {}.'),
  many: Template.default('There are {n} {}.'),
  more: Template.default('There are more than {n} {}.'),
  between: Template.default('There are between {a} and {b} {}.'),
});
export type BinTemplates = z.infer<typeof Templates>;

const Block = z.strictObject({
  /** Side of a block in patches. */
  size: z.int().positive(),
  /** For people, in Meta.form. */
  name: z.string().min(1),
  /** Where a block size has outputs of its own. */
  logits: z.string().default('logits'),
  zero: z.string().default('zero'),
});

/** This plugin's entry under `heads` in pack.json: a head on a pack's own outputs, which has no `kind`. */
const Head = z
  .strictObject({
    graph: z.string(),
    /** Outputs of a pass that feed the graph, each under its own name as [1, N, C]. */
    inputs: z.array(z.string()).min(1),
    /** What else it is fed; see README.md. Absent: `grid`, `label`, `bins`, and `states` for ZIP. */
    feeds: z.array(z.enum(['grid', 'label', 'bins', 'states', 'picture', 'example', 'sides'])).optional(),
    /** Outputs of a pass whose means over example boxes are fed as `example`; absent: the head takes no examples. */
    examples: z.array(z.string()).min(1).optional(),
    /** The feed `picture`: so many pixels a patch along each side. */
    pixels: z.int().min(1).max(32).default(8),
    /** Whether the graph gives `scores`: whether the label is there at all. Without, the pack's calibration says it. */
    scores: z.boolean().default(false),
    /** Block sizes that the graph answers for; the first is the default. */
    blocks: z.array(Block).min(1),
    bins: z.array(Bin).min(1),
    /** The count that each bin stands for. */
    anchors: z.array(z.number().nonnegative()),
    /** Two heads: whether a block holds anything, and how many if it does (EBC-ZIP). `bins` are the positive ones then. */
    zip: z.boolean().default(false),
    /** Wording of the bins' prompts. */
    templates: Templates.prefault({}),
    /** Detail of crops that are encoded again, by the visual's own: that at which things in them are about as large as it was trained on. */
    cropDetail: z.partialRecord(Detail, Detail).default({}),
    /** Things in one pass beyond which the head was not trained. */
    maxCount: z.number().positive().optional(),
    /** The default of `minPresence`. */
    minPresence: z.number().min(0).max(1).optional(),
    /** What it was trained at or on, for people. */
    detail: z.string().optional(),
  })
  .refine(({ bins, anchors }) => anchors.length === bins.length, { message: 'anchors: one a bin is needed' })
  .refine(({ bins, zip }) => !zip || bins.every(([low]) => low > 0), { message: 'bins: with zip all are positive' });
export type Head = z.infer<typeof Head>;
export type HeadBlock = z.infer<typeof Block>;

/** A converted head brings an encoder of its own; it alone has a `kind`. */
export const isConverted = (head: Head | ConvertedHead): head is ConvertedHead => 'kind' in head;

/** The entry, of whichever of the two kinds: what is wrong is said of that kind alone. */
const Entry = z.unknown().transform((entry, context): Head | ConvertedHead => {
  const kind = typeof entry === 'object' && entry !== null && 'kind' in entry ? Converted : Head;
  const read = kind.safeParse(entry);
  if (read.success) return read.data;
  for (const { message, path } of read.error.issues) context.addIssue({ code: 'custom', message, path });
  return z.NEVER;
});

/** A head on a pack's own outputs: counts of each block, sorted into bins. */
function ownGraph({ inputs, bins, anchors, blocks, zip, scores }: Head): GraphContract {
  const outputs = Object.fromEntries(inputs.map((name) => [name, [1, 'patches', `dims of ${name}`]]));
  const logits = blocks.map((block) => [block.logits, [1, 'rows', 'columns', anchors.length]] as const);
  const zero = zip ? blocks.map((block) => [block.zero, [1, 'rows', 'columns', 2]] as const) : [];
  return {
    inputs: {
      ...outputs,
      grid: [2],
      label: [1, 'dims'],
      bins: [bins.length, 'dims'],
      states: [2, 'dims'],
      picture: [1, 'height', 'width', 3],
      example: [1, 'dims of examples'],
      sides: [1, 2],
    },
    outputs: { ...Object.fromEntries([...logits, ...zero]), ...(scores ? { scores: [1] } : {}) },
  };
}

/** A converted head: an encoder of its own, on a window's pixels. */
const convertedGraph = ({ input, output, block, bins }: ConvertedHead): GraphContract => ({
  inputs: { [input]: [1, 'height', 'width', 3] },
  outputs: { [output]: [1, `height/${block}`, `width/${block}`, bins.length] },
});

/** What packs carry for this plugin. */
export const clipEbcHead = defineHead<Head | ConvertedHead>({
  manifest: Entry,
  graphs: (head) => ({ [head.graph]: isConverted(head) ? convertedGraph(head) : ownGraph(head) }),
});

/** The block of the size asked for, or the first. @throws BAD_INPUT listing the sizes */
export function chooseBlock({ blocks }: Head, size: number | null): HeadBlock {
  const block = size === null ? blocks[0] : blocks.find((candidate) => candidate.size === size);
  if (block) return block;
  throw badInput(
    'by.clipEbc.blockSize',
    `must be one of the head's sizes in patches: ${blocks.map((each) => each.size).join(', ')}; null takes the first.`,
  );
}

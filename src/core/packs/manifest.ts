import { z } from 'zod';
import { TAIL_ATTENTIONS } from '../../onnx/tail-attentions.js';

const FileName = z
  .string()
  .regex(/^(?!.*(?:^|\/)\.\.?(?:\/|$))[^/\\][^\\]*$/, 'a path inside the pack, with forward slashes and no dot segments');

const Output = z.strictObject({
  /** `patches`: [B, rows * columns, dims]; `tokens`: [B, 1 + rows * columns, dims], class token first; `global`: [B, dims]. */
  kind: z.enum(['patches', 'tokens', 'global']),
  dims: z.int().positive(),
  /** `joint` vectors compare with texts, `structure` vectors with each other, `layer` ones are raw. */
  space: z.enum(['joint', 'structure', 'layer']),
});

/** Attention of the last block when its tail is run again. */
export const TailAttention = z.enum(TAIL_ATTENTIONS);
export type TailAttention = z.infer<typeof TailAttention>;

/** pack.json: everything a runtime must know of a pack. Paths are relative to the pack's folder. */
export const PackManifest = z.strictObject({
  format: z.literal(1),
  name: z.string().regex(/^[a-z0-9][a-z0-9._-]*$/i),
  revision: z.string().min(1),
  summary: z.string(),
  licences: z.array(z.strictObject({ part: z.string(), licence: z.string(), source: z.string() })).min(1),
  image: z.strictObject({
    graph: FileName,
    /** Input name: uint8 [B, height, width, 3], RGB. */
    input: z.string(),
    /** Both sides of the input are multiples of this, in pixels. */
    sizeMultiple: z.int().positive(),
    /** Input pixels per patch side. */
    patch: z.int().positive(),
    maxSide: z.int().positive(),
    /** Long side of the input in pixels, by detail. */
    detail: z.strictObject({ LOW: z.int().positive(), MEDIUM: z.int().positive(), HIGH: z.int().positive() }),
    kernel: z.enum(['nearest', 'linear', 'cubic', 'mitchell', 'lanczos2', 'lanczos3']),
    /**
     * How parts are encoded again (`region(zoom: true)`). `margin`: what is taken along on every side, as a share of the part's own; answers are of the part's
     * patches, a global vector is their mean: for packs whose global vector is a mean of patches. `detail`: where the caller names none. Absent: the part alone,
     * at the picture's detail.
     */
    zoom: z.strictObject({ margin: z.number().min(0).max(1), detail: z.enum(['LOW', 'MEDIUM', 'HIGH']).optional() }).optional(),
    /** The last block once more, with another attention (see src/onnx/compiled.ts); feeds are outputs of a pass. */
    tail: z.strictObject({ graph: FileName, tokens: z.string(), middle: z.string(), attentions: z.array(TailAttention).min(1) }).optional(),
    /** The tower with OVSeg's mask prompts (see src/onnx/compiled.ts): pictures of `side` x `side` pixels and a mask of each. */
    masked: z.strictObject({ graph: FileName, side: z.int().positive() }).optional(),
  }),
  outputs: z.record(z.string(), Output),
  /** What a method on `dense` is called in Meta.form when the pack has no value path of CLIP. */
  form: z.string(),
  text: z.strictObject({
    graph: FileName,
    tokenizer: FileName,
    /** Longest token sequence, special tokens included; longer texts are cut. */
    contextLength: z.int().positive(),
    dims: z.int().positive(),
    /** How a text is cleaned before the tokenizer: as the family's own code does it. */
    cleaning: z.enum(['none', 'openai', 'siglip']).default('none'),
    /** Id that fills up shorter sequences; absent: as the tokenizer's file says. */
    padId: z.int().nonnegative().optional(),
    /** The tower from token embeddings of `width` numbers on, and the graph that gives those of ids (see src/onnx/compiled.ts); absent: compiled without. */
    inputsEmbeds: z.strictObject({ graph: FileName, tokens: FileName, width: z.int().positive() }).optional(),
    /** How labels are read (see words.ts); absent: as they are written. */
    words: FileName.optional(),
    /** Default prompt templates; `{}` stands for the label. */
    templates: z.array(z.string().includes('{}')).min(1),
  }),
  /** Factor on cosines before a softmax over labels. */
  logitScale: z.number().positive(),
  /** Added to scaled cosines before a sigmoid, for families trained so (SigLIP). */
  logitBias: z.number().optional(),
  /** Kind of checkpoint that the graphs were compiled from, e.g. `open_clip`. */
  family: z.string().optional(),
  /** Of the stored weights. */
  precision: z.enum(['fp32', 'fp16', 'int8']).default('fp32'),
  /** What the products of the towers' blocks are computed in, where that is half precision; absent: float32. */
  compute: z.literal('fp16').optional(),
  /** Where the checkpoint was pulled from. */
  source: z.strictObject({ repository: z.string(), commit: z.string() }).optional(),
  calibration: z.strictObject({
    /** presence = sigmoid(slope * (statistic - midpoint)); the statistic is the mean of the top 2 % patch cosines. */
    presence: z.strictObject({ midpoint: z.number(), slope: z.number().positive() }),
    /** Texts that compete for pixels when the caller names none. */
    background: z.array(z.string()),
    pixelThreshold: z.number(),
    /**
     * For masks without background texts: the cosine of a hidden channel that takes part everywhere (`presence.midpoint` where this is absent), the share of
     * its own statistic below which a label has nothing of a patch, and the share of it that is taken off where labels are compared with each other.
     */
    masks: z.strictObject({ floor: z.number(), least: z.number().min(0).max(1), own: z.number().min(0).max(1).optional() }).optional(),
    /** What the constants were fitted on. */
    fittedOn: z.string().optional(),
  }),
  heads: z.record(z.string(), z.unknown()),
  golden: FileName,
  files: z.array(z.strictObject({ path: FileName, bytes: z.int().nonnegative(), sha256: z.string().regex(/^[0-9a-f]{64}$/) })).min(1),
});

export type PackManifest = z.infer<typeof PackManifest>;

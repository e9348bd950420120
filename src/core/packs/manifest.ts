import { z } from 'zod';

const FileName = z
  .string()
  .regex(/^(?!.*(?:^|\/)\.\.?(?:\/|$))[^/\\][^\\]*$/, 'a path inside the pack, with forward slashes and no dot segments');

const Output = z.strictObject({
  /** `patches`: [B, rows * columns, dims]; `global`: [B, dims]. */
  kind: z.enum(['patches', 'global']),
  dims: z.int().positive(),
  /** `joint` vectors compare with texts, `structure` vectors with each other, `layer` ones are raw. */
  space: z.enum(['joint', 'structure', 'layer']),
});

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
    /** Default prompt templates; `{}` stands for the label. */
    templates: z.array(z.string().includes('{}')).min(1),
  }),
  /** Factor on cosines before a softmax over labels. */
  logitScale: z.number().positive(),
  calibration: z.strictObject({
    /** presence = sigmoid(slope * (statistic - midpoint)); the statistic is the mean of the top 2 % patch cosines. */
    presence: z.strictObject({ midpoint: z.number(), slope: z.number().positive() }),
    /** Texts that compete for pixels when the caller names none. */
    background: z.array(z.string()),
    pixelThreshold: z.number(),
  }),
  heads: z.record(z.string(), z.unknown()),
  golden: FileName,
  files: z.array(z.strictObject({ path: FileName, bytes: z.int().nonnegative(), sha256: z.string().regex(/^[0-9a-f]{64}$/) })).min(1),
});

export type PackManifest = z.infer<typeof PackManifest>;
export type PackOutput = z.infer<typeof Output>;

import type { TextCleaning } from './recipe.js';
import type { TailAttention } from './tail-attentions.js';

export type Precision = 'fp32' | 'fp16' | 'int8';

/**
 * What the products of the towers' blocks (linear layers and attention) are computed in. `rounded`: in float32, every operand and result rounded to a half, which is
 * what a device gives that has halves. The runtime's CPU provider leaves out roundings of `fp16` (it has no kernels of halves), and so the infinities that they end in.
 */
export type Compute = 'fp32' | 'fp16' | 'rounded';

export interface CompileOptions {
  readonly precision?: Precision;
  /** All but `fp32` only where the precision is fp16. */
  readonly compute?: Compute;
  /** Write the text tower once more, for token embeddings (graphs/inputs-embeds.ts). */
  readonly inputsEmbeds?: boolean;
  /** Called as bytes of weights are written. */
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

export interface CompiledOutput {
  /** `patches`: [B, N, dims]; `tokens`: [B, 1 + N, dims], class token first; `global`: [B, dims]. */
  readonly kind: 'patches' | 'tokens' | 'global';
  readonly dims: number;
  readonly space: 'joint' | 'structure' | 'layer';
}

/**
 * What a compiled checkpoint is; the pack's manifest is written from it.
 *
 * Outputs of image.onnx (all from one pass):
 * `global` unit; `dense` MaskCLIP's value path; `denseResidual` with residual and MLP, as the published code; both after the last norm and the
 * projection, not unit length; `structure` the last block's keys through the output projection (MaskCLIP's key features), unit rows;
 * `layers.K` patches after block K (0-based, as in pocket), raw, for two middle blocks; `taps.last` tokens that enter the last block (h11 of
 * a 12-block tower); `taps.ffn` patches: norm2 inside the third block from the end (CLIP-DINOiser's u10).
 * tail.onnx: feeds `tokens` [1, 1 + N, width] (taps.last), `middle` [1, N, width] (a layers.K), `grid` [2] (rows, columns),
 * `attention` [6] one-hot in the order of TAIL_ATTENTIONS, `residual` [1] 0 or 1; output `dense` [1, N, dims], not unit length. A branch that
 * is not chosen is not computed.
 * masked.onnx, of checkpoints with OVSeg's mask prompts: feeds `pixels` uint8 [B, side, side, 3] and `mask` [B, side, side] of 0 and 1; output `global` [B, dims],
 * unit rows (graphs/masked.ts).
 * text.onnx: feed `input_ids` int64 [B, L]; output `text` [B, dims], unit rows.
 * tokens.onnx and inputs-embeds.onnx, where asked: the same in two, with `inputs_embeds` [B, L, width] and `end` int64 [B] between them (graphs/inputs-embeds.ts).
 */
export interface Compiled {
  readonly family: string;
  readonly precision: Precision;
  readonly compute: Compute;
  readonly parameters: number;
  readonly image: {
    readonly graph: string;
    readonly input: string;
    readonly patch: number;
    readonly sizeMultiple: number;
    /** Side of the pictures it was trained on. */
    readonly nativeSide: number;
  };
  readonly outputs: Readonly<Record<string, CompiledOutput>>;
  readonly tail: {
    readonly graph: string;
    /** Names of the outputs that feed it. */
    readonly tokens: string;
    readonly middle: string;
    readonly attentions: readonly TailAttention[];
  } | null;
  /** The picture tower that is told by a mask what to look at; `side` in pixels. */
  readonly masked: { readonly graph: string; readonly side: number } | null;
  readonly text: {
    readonly graph: string;
    readonly tokenizer: string;
    readonly contextLength: number;
    readonly dims: number;
    readonly cleaning: TextCleaning;
    readonly padId: number;
    /** The tower from token embeddings on, and the table of these; absent: not asked for. */
    readonly inputsEmbeds?: { readonly graph: string; readonly tokens: string; readonly width: number };
  };
  readonly logitScale: number;
  readonly logitBias: number | null;
  /** What somebody should know of how the checkpoint was read, a sentence each. */
  readonly notes: readonly string[];
  /** Every file written, relative to the output folder. */
  readonly files: readonly string[];
}

/**
 * What a dual encoder is made of, whatever its checkpoint calls it: families (families/*.ts) read a folder and write a Recipe,
 * the graph builders (graphs/*.ts) turn a Recipe into ONNX. Neither knows the other.
 */

/** A tensor of the checkpoint by name, in torch's layout (a Linear's weight is [out, in]). */
export interface TensorRef {
  readonly name: string;
  /** Only these rows of the first axis: one third of a fused q, k, v weight. */
  readonly rows?: readonly [from: number, to: number];
  /** Stored as [in, out]: what other checkpoints call the transpose. */
  readonly transposed?: boolean;
}

export interface LinearRef {
  readonly weight: TensorRef;
  readonly bias: TensorRef | null;
}

export interface NormRef {
  readonly weight: TensorRef;
  readonly bias: TensorRef;
  readonly epsilon: number;
}

/** `quick_gelu`: x sigmoid(1.702 x); `gelu`: with erf; `gelu_tanh`: its tanh approximation. */
export type Activation = 'quick_gelu' | 'gelu' | 'gelu_tanh';

/** One pre-norm transformer block: x + out(attention(norm1 x)), then x + mlpOut(act(mlpIn(norm2 x))). */
export interface BlockRef {
  readonly norm1: NormRef;
  readonly query: LinearRef;
  readonly key: LinearRef;
  readonly value: LinearRef;
  readonly out: LinearRef;
  readonly norm2: NormRef;
  readonly mlpIn: LinearRef;
  readonly mlpOut: LinearRef;
}

export interface TowerRecipe {
  readonly width: number;
  readonly heads: number;
  readonly activation: Activation;
  readonly blocks: readonly BlockRef[];
}

/** SigLIP's multi-head attention pooling: one learned query over all tokens, then out + mlp(norm(out)). */
export interface MapPoolingRef {
  readonly probe: TensorRef;
  readonly heads: number;
  readonly query: LinearRef;
  readonly key: LinearRef;
  readonly value: LinearRef;
  readonly out: LinearRef;
  readonly norm: NormRef;
  readonly mlpIn: LinearRef;
  readonly mlpOut: LinearRef;
}

/** OVSeg's mask prompts (arXiv:2210.04150, section 3.3): learned tokens in the place of patches that a mask leaves out. */
export interface MaskPromptsRef {
  /** [depth, grid * grid, width], or [depth, 1, width] where all patches share one. */
  readonly embedding: TensorRef;
  /** How often they are put in: before the first block, then after each block until so many are used. */
  readonly depth: number;
  /** Whether each patch has its own. */
  readonly eachPatch: boolean;
}

/** How a picture tower is built, and what it is called in the checkpoint. */
export interface VisionRecipe extends TowerRecipe {
  /** Pixels per side of a patch. */
  readonly patch: number;
  /** Side of the square picture that the checkpoint was trained on, in pixels. */
  readonly imageSize: number;
  /** Convolution [width, 3, patch, patch] with stride patch. */
  readonly patchEmbedding: LinearRef;
  /** [width]; null: no class token. */
  readonly classToken: TensorRef | null;
  /** [class token? + grid * grid, width], class token first. */
  readonly positions: TensorRef;
  readonly preNorm: NormRef | null;
  readonly postNorm: NormRef;
  /** `class`: the class token after postNorm. */
  readonly pooling: 'class' | MapPoolingRef;
  /** Into the joint space, without bias; null: the width is the joint space (SigLIP). */
  readonly projection: LinearRef | null;
  /** Joint dimensions. */
  readonly dims: number;
  /** Per channel of RGB in [0, 1]. */
  readonly mean: readonly [number, number, number];
  readonly std: readonly [number, number, number];
  /** Absent: it knows no masks. */
  readonly maskPrompts?: MaskPromptsRef;
}

export interface TextRecipe extends TowerRecipe {
  /** [vocabulary, width] */
  readonly tokenEmbedding: TensorRef;
  /** [contextLength, width] */
  readonly positions: TensorRef;
  /** Longest sequence in tokens, special tokens included. */
  readonly contextLength: number;
  readonly causal: boolean;
  readonly finalNorm: NormRef;
  /**
   * Which token stands for the text: the highest id's place (first of equals), the first place of `id` (errors name the `setting` that says so), or the
   * last place of the padded sequence.
   */
  readonly pooling:
    { readonly at: 'highest' } | { readonly at: 'first'; readonly id: number; readonly setting: string } | { readonly at: 'last' };
  readonly projection: LinearRef | null;
  readonly dims: number;
  readonly padId: number;
  /** Sequences are always padded to contextLength and padding is attended to (SigLIP). */
  readonly fixedLength: boolean;
}

/** How texts are cleaned before the tokenizer: as the family's own code does it. */
export type TextCleaning = 'none' | 'openai' | 'siglip';

export interface Recipe {
  /** For people, e.g. `CLIP (transformers)`, `open_clip`, `SigLIP`. */
  readonly family: string;
  readonly vision: VisionRecipe;
  readonly text: TextRecipe;
  readonly cleaning: TextCleaning;
  /** Factor on cosines: exp of the stored logarithm, already applied. */
  readonly logitScale: number;
  /** Added to scaled cosines before a sigmoid (SigLIP); null: softmax over texts. */
  readonly logitBias: number | null;
}

import type { Box } from '../../geometry/box.js';
import type { ByteTensor, Tensor } from '../../math/tensor.js';
import type { Operation } from '../../operation.js';
import type { PackManifest } from '../../packs/manifest.js';
import type { PackWords } from '../../packs/words.js';
import type { LearnedPrompt } from '../../text/learned-prompt.js';

/** What one pass of the encoder gave for one picture: plain data, shared by all who ask, never changed by them. */
export interface PassFeatures {
  /** Identifies picture content, pack revision and size. */
  readonly key: string;
  /** Patch rows and columns of the outputs of kind `patches` ([rows * columns, dims], row-major). */
  readonly rows: number;
  readonly columns: number;
  /** The part of the upright original that the patch grid covers exactly. */
  readonly frame: Box;
  /**
   * All outputs of the pack by name, without their batch dimension: `[rows * columns, dims]` for patches, `[1 + rows * columns, dims]` for tokens
   * (class token first), `[dims]` for a global vector.
   */
  readonly outputs: Readonly<Record<string, Tensor>>;
}

/** A picture to encode, and what waits for it. */
export interface EncodeImageRequest {
  /** Identifies the pixels: content hash, crop, size. Equal keys are the same work for operations of one scope. */
  readonly key: string;
  /** The encoder's input size in pixels, multiples of the pack's sizeMultiple. */
  readonly width: number;
  readonly height: number;
  /** The part of the original picture that the pixels show. */
  readonly frame: Box;
  /** RGB, 8 bit, rows top-down, no padding; called only when a pass is really needed. */
  pixels(): Promise<Uint8Array>;
}

/** What an encoder makes of a picture: its outputs, and whether a pass was run for it. */
export interface EncodeImageResult {
  readonly features: PassFeatures;
  /** 1 when this call started a pass, 0 when it shared one in flight or found it in the cache. */
  readonly encoderRuns: 0 | 1;
  readonly cacheHit: boolean;
}

/** How much of a text the tower read, and how much of it its vocabulary knows. */
export interface TokenCount {
  /** Tokens of the text, special ones included, before any were cut. */
  readonly tokens: number;
  /** Tokens that the tower read; fewer than `tokens` where the end was cut. */
  readonly read: number;
  /** Tokens of the text itself, without special ones, that stand for something of it. */
  readonly known: number;
  /** Tokens of the text itself that stand for whatever the vocabulary lacks, e.g. `[UNK]`; what is no token at all is in neither. */
  readonly unknown: number;
}

/** A text's unit vector, shared by all who ask, never changed by them, and how much of the text is in it. */
export interface EncodedText extends TokenCount {
  readonly vector: Float32Array;
}

/** A text with learned vectors in the place of some of its tokens, to encode. */
export interface EncodePromptRequest {
  /** Hash of the parts: equal keys are the same work. */
  readonly key: string;
  /** Checked, and nobody else's: words, and rows of the pack's `text.inputsEmbeds.width` numbers. */
  readonly parts: LearnedPrompt;
}

/** Small graphs that every encoder has, whatever its pack. */
export const KERNELS = Object.freeze({ affinity: 'kernel:affinity', nearest: 'kernel:nearest' });

/** A head's graph to run beside the pass, with what goes in. */
export interface RunGraphRequest {
  /** A file of the pack by its path within it, one of the core's kernels, or a name for `file`. */
  readonly graph: string;
  /** Path of a graph that lies neither in the pack nor in the core: of a head out of a plugin's own folder. */
  readonly file?: string;
  readonly feeds: Readonly<Record<string, Tensor | ByteTensor>>;
  readonly outputs: readonly string[];
}

/** `stopped`: closed, or not in memory at present. */
export type EncoderState = 'starting' | 'ready' | 'restarting' | 'failed' | 'stopped';

/** How an encoder is: its state, its device, and what it has done. */
export interface EncoderStatus {
  readonly state: EncoderState;
  /** The execution provider in use, e.g. "cpu"; null until proven by the golden vectors. */
  readonly device: string | null;
  /** Why rungs of the provider ladder were passed over, one line each. */
  readonly deviceNotes: readonly string[];
  readonly queued: number;
  readonly restarts: number;
  /** Resident bytes of the process at its last answer; 0 while there is none. */
  readonly memoryBytes: number;
  /** Passes run since the start, for images and texts. */
  readonly imagePasses: number;
  readonly textPasses: number;
  /** Bytes in the caches, which all encoders of one server share. */
  readonly featureCacheBytes: number;
  readonly textCacheBytes: number;
}

/**
 * Turns pictures and texts into vectors. `local` keeps a child process; a remote one may follow.
 * All methods reject with typed errors: OVERLOADED, DEADLINE_EXCEEDED, CANCELLED, STOPPING, ENCODER_UNAVAILABLE; passes with LIMIT_EXCEEDED and RATE_LIMITED, too.
 */
export interface Encoder {
  readonly manifest: PackManifest;
  /** How labels are read; null where the pack says nothing of it. @throws PACK_INVALID */
  words(): Promise<PackWords | null>;
  /** How the encoder is, without waiting for it. */
  status(): EncoderStatus;
  /** Resolves when warm and proven by golden vectors; rejects with why not. */
  ready(): Promise<void>;
  /** One picture to features: from the cache, from an equal request in flight, or by one queued pass. */
  encodeImage(request: EncodeImageRequest, operation: Operation): Promise<EncodeImageResult>;
  /** Unit vectors of texts, in order, `[dims]` each; known texts come from the cache, the rest in one batch per tick and scope. Says which were cut. */
  encodeTexts(texts: readonly string[], operation: Operation): Promise<readonly EncodedText[]>;
  /**
   * As {@link encodeTexts}, of texts with learned vectors in them; counted and kept as texts are. One that is too long comes back cut. Absent, or of a pack without
   * `text.inputsEmbeds`: not to be asked.
   */
  encodePrompts?(prompts: readonly EncodePromptRequest[], operation: Operation): Promise<readonly EncodedText[]>;
  /** Runs a small graph in the encoder's process (heads, pairwise kernels). Counts no pass. */
  runGraph(request: RunGraphRequest, operation: Operation): Promise<Readonly<Record<string, Tensor>>>;
  /** Finishes what is in flight, refuses what is queued, ends the process. */
  close(): Promise<void>;
}

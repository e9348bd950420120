import type { MethodResult, TaskCall } from '../../call/contract.js';
import type { ScoreMaps } from '../../geometry/score-maps.js';
import type { Prompts } from '../../text/prompts.js';

/** The field's arguments; what is left out is as in the schema. */
export interface SegmentAsked {
  readonly labels: readonly string[];
  readonly prompts?: Prompts | null;
  readonly background?: readonly string[] | null;
  readonly maxSize?: number;
}

/** What `segmentation` asks. */
export interface SegmentQuestion {
  /** Checked by the host: 1 to MAX_LABELS, trimmed, not empty, no two equal. */
  readonly labels: readonly string[];
  readonly prompts: Prompts;
  /** Texts that compete for pixels: null means the method's own, [] none. */
  readonly background: readonly string[] | null;
  /** Longest side of masks in pixels. */
  readonly maxSize: number;
}

export interface SegmentCall<Options = unknown, Head = unknown> extends TaskCall<Options, Head>, SegmentQuestion {}

/** A method's answer on its own grid. The host makes pixels of it only when a field asks for them. */
export interface SegmentResult extends MethodResult {
  /** Per label, in [0, 1]: how sure the method is that the label is in the picture. Absolute, never re-normalised per picture. */
  readonly scores: readonly number[];
  /** One channel a label, then one a background text; values in [0, 1] compete pixel by pixel. */
  readonly maps: ScoreMaps;
  /** Per label: false keeps it from winning any pixel (prompt denoising). */
  readonly competes: readonly boolean[];
  /** A pixel whose best value is below this belongs to nothing. */
  readonly threshold: number;
  /** Whether edges follow the picture when maps are enlarged (guided filter), or plain bilinear. */
  readonly refine: 'GUIDED' | 'BILINEAR';
  /** Set by the host alone: per label, which one's pixels are its own, where labels read the same to the encoder. */
  readonly pixelsOf?: readonly number[];
}

/** Answers `segmentation(labels)`. */
export interface Segmenter<Options = unknown, Head = unknown> {
  segment(call: SegmentCall<Options, Head>): Promise<SegmentResult>;
}

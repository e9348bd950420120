import type { MethodResult, TaskCall } from '../../call/contract.js';
import type { Box } from '../../geometry/box.js';
import type { ScoreMaps } from '../../geometry/score-maps.js';
import type { Prompts } from '../../text/prompts.js';

/** The field's arguments; what is left out is as in the schema. */
export interface DetectAsked {
  readonly labels: readonly string[];
  readonly prompts?: Prompts | null;
  readonly background?: readonly string[] | null;
  readonly attributes?: readonly string[] | null;
  readonly minScore?: number | null;
  readonly limit?: number;
}

/** What `detection` asks. */
export interface DetectQuestion {
  /** Checked by the host: 1 to MAX_LABELS, trimmed, not empty, no two equal. */
  readonly labels: readonly string[];
  readonly prompts: Prompts;
  /** Texts that compete with the labels: null means the method's own, [] none. */
  readonly background: readonly string[] | null;
  /** Texts that every object is compared with; [] none. */
  readonly attributes: readonly string[];
  /** Below it nothing is answered; null means the method's own. */
  readonly minScore: number | null;
  /** Objects at most. */
  readonly limit: number;
}

export interface DetectCall<Options = unknown, Head = unknown> extends TaskCall<Options, Head>, DetectQuestion {}

/** One thing that a method found. What it does not know is null, never invented. */
export interface DetectedThing {
  /** Place of its label in the question. */
  readonly label: number;
  /** In pixels of the upright original, inside the part asked about, with sides above 0. */
  readonly box: Box;
  /** How sure the method is that this is a whole thing of the label, in [0, 1]. Absolute, never re-normalised per picture. */
  readonly score: number;
  /** One channel, in [0, 1]; what is a half or more belongs to the thing. */
  readonly mask: ScoreMaps | null;
  /** How much of it is background, in [0, 1]. */
  readonly backgroundScore: number | null;
  /** Unit vector in the space of texts. */
  readonly embedding: Float32Array | null;
  /** One number in [0, 1] for each of the question's attributes. */
  readonly attributes: readonly number[];
}

/** A method's answer; an empty one is as good as any. */
export interface DetectResult extends MethodResult {
  /** The highest score first, at most the question's `limit`, none below its `minScore`. */
  readonly objects: readonly DetectedThing[];
  /** Texts that competed with the labels, and how well each fits the picture, in [-1, 1]. */
  readonly backgroundUsed: readonly { readonly text: string; readonly score: number }[];
}

/** Answers `detection(labels)`. */
export interface Detector<Options = unknown, Head = unknown> {
  detect(call: DetectCall<Options, Head>): Promise<DetectResult>;
}

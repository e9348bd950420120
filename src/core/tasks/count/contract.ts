import type { MethodResult, TaskCall } from '../../call/contract.js';
import type { Point } from '../../geometry/box.js';
import type { ScoreMaps } from '../../geometry/score-maps.js';
import type { Prompts } from '../../text/prompts.js';

/** The field's arguments; what is left out is as in the schema. */
export interface CountAsked {
  readonly of?: string;
  readonly prompts?: Prompts | null;
}

/** What `count` asks. */
export interface CountQuestion {
  /** What to count. Checked by the host: trimmed, not empty. */
  readonly of: string;
  readonly prompts: Prompts;
}

export interface CountCall<Options = unknown, Head = unknown> extends TaskCall<Options, Head>, CountQuestion {}

/** A method's answer for the part asked about (`image.box`). What it does not know is null, never invented. */
export interface CountResult extends MethodResult {
  /** How many things, 0 or more; need not be whole. */
  readonly total: number;
  /** Standard deviation of `total`, in things. */
  readonly uncertainty: number | null;
  /** One channel: things per cell, 0 or more. May cover more than the part asked about (a region shares its picture's grid). */
  readonly density: ScoreMaps | null;
  /** Where things are, in pixels of the upright original, inside the part; the most certain first. Need not be `total` many. */
  readonly points: readonly Point[] | null;
  /** Whether there is more than the method can tell apart, so that `total` is a lower bound. */
  readonly saturated: boolean | null;
  /** How sure the method is that any such thing is there, in [0, 1]. Absolute, never re-normalised per picture. */
  readonly score: number | null;
}

/** Answers `count(of)`. */
export interface Counter<Options = unknown, Head = unknown> {
  count(call: CountCall<Options, Head>): Promise<CountResult>;
}

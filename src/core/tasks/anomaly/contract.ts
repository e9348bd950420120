import type { MethodResult, TaskCall } from '../../call/contract.js';
import type { ScoreMaps } from '../../geometry/score-maps.js';

/** The field's arguments; what is left out is as in the schema. */
export interface AnomalyAsked {
  readonly of?: string | null;
}

/** What `anomaly` asks. */
export interface AnomalyQuestion {
  /** What the visual shows. Checked by the host: trimmed, not empty; null where nobody said. */
  readonly of: string | null;
}

export interface AnomalyCall<Options = unknown, Head = unknown> extends TaskCall<Options, Head>, AnomalyQuestion {}

/**
 * A method's answer for the part asked about (`image.box`), on an absolute scale: never re-normalised per picture. What it does not know is null, never
 * invented.
 */
export interface AnomalyResult extends MethodResult {
  /** 0 or more. Of the part asked about alone: what is made of a map is made of `mapOfPart(map, image.box)`. */
  readonly score: number;
  /** Scores above it are anomalous; on the scale of `score`. */
  readonly threshold: number | null;
  /** Share of normal pictures that would score lower, in [0, 1]. */
  readonly percentile: number | null;
  /** One channel, 0 or more. May cover more than the part asked about (a region shares its picture's grid): shown is `mapOfPart` of it. */
  readonly map: ScoreMaps;
  /** Places at it or above belong to regions; above 0, on the scale of `map`. */
  readonly mapThreshold: number | null;
  /** One channel, 0 or more: standard deviation of the map. */
  readonly uncertainty: ScoreMaps | null;
}

/** Answers `anomaly`. */
export interface AnomalyDetector<Options = unknown, Head = unknown> {
  /**
   * Refuses what cannot be answered before the picture's pass has run. Absent: nothing.
   * @param call without features: reading them throws
   */
  before?(call: AnomalyCall<Options, Head>): void | Promise<void>;
  findAnomalies(call: AnomalyCall<Options, Head>): Promise<AnomalyResult>;
}

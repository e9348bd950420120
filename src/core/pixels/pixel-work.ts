import type { Box } from '../geometry/box.js';
import type { ScoreMaps } from '../geometry/score-maps.js';
import type { SourcePicture } from '../images/picture.js';
import type { Operation } from '../operation.js';
import type { LabelPixels } from './label-pixels.js';
import type { JobInput, JobKind, JobOutput } from './messages.js';
import type { SharedPicture } from './shared.js';

export interface DecideRequest {
  readonly picture: SourcePicture;
  readonly box: Box;
  /** Longest side of the result, in pixels; never more than the box has. */
  readonly maxSize: number;
  /** Labels first, then background channels. */
  readonly maps: ScoreMaps;
  readonly labels: number;
  readonly competes: readonly boolean[];
  readonly threshold: number;
  readonly refine: 'GUIDED' | 'BILINEAR';
}

/** Everything per pixel, in a bounded pool of worker threads. Rejects with OVERLOADED, CANCELLED, DEADLINE_EXCEEDED. */
export interface PixelWork {
  /**
   * One job (`jobs/`) in a worker. What it takes beside plain values: pictures as {@link share} gives them, maps as `shareMaps` does, labels as
   * `oneLabel` or `planeOf` do.
   */
  run<Kind extends JobKind>(kind: Kind, input: JobInput<Kind>, operation: Operation): Promise<JobOutput<Kind>>;
  /** A picture as jobs take it. */
  share(picture: SourcePicture): SharedPicture;
  /** Enlarges maps over the picture and lets channels compete: jobs side by side, each a band of rows. */
  decide(request: DecideRequest, operation: Operation): Promise<LabelPixels>;
  /** Makes what decisions with guided edges need of the picture alone, for those that follow. */
  guide(picture: SourcePicture, box: Box, maxSize: number, operation: Operation): Promise<void>;
  close(): Promise<void>;
}

import type { Box, ScoreMaps } from '../../core/index.js';

/** A place that may be a whole thing, of whatever label. */
export interface Proposal {
  /** In pixels of the upright original. */
  readonly box: Box;
  /** How good a box it is, 0 to 1. */
  readonly quality: number;
  /** How much of each patch of the pass belongs to it, 0 to 1, [N]. */
  readonly patches: Float32Array;
  /** One channel over the grid of the pass, or a finer one; a half or more belongs to it. */
  readonly mask: ScoreMaps;
}

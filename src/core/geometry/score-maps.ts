import type { Box } from './box.js';

/** Channel maps on a coarse grid that covers `frame` exactly: data[(channel * rows + row) * columns + column]. */
export interface ScoreMaps {
  readonly channels: number;
  readonly rows: number;
  readonly columns: number;
  readonly data: Float32Array;
  /** In pixels of the upright original. */
  readonly frame: Box;
}

import type { Size } from '../geometry/box.js';
import type { Heatmap } from './heatmap.js';

/** What the schema's type Heatmap shows. */
export interface HeatmapAnswer {
  readonly id: string;
  /** Size of the upright original, whose pixels its box counts in. */
  readonly original: Size;
  readonly map: Heatmap;
}

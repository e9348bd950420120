import type { Plane, Value } from '../../../core/graphs/index.js';

/** What DenseCLIP takes of its ResNet or ViT. */
export interface Backbone {
  /** At strides 4, 8, 16 and 32. */
  readonly levels: readonly [Plane, Plane, Plane, Plane];
  /** The whole picture's vector, then one for each place of `grid`, in the space of the texts: [1, 1 + N, dims], not unit length. */
  readonly tokens: Value;
  /** A map whose size is the tokens'. */
  readonly grid: Plane;
  readonly dims: number;
  /** Side of the square pictures that it was trained on, in pixels. */
  readonly side: number;
}

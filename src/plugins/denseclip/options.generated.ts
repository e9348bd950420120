// Written by `npm run codegen` from plugin.graphql; edit that.

/** Options of `denseclip`. None of them needs a further pass. */
export interface DenseclipOptions {
  /**
   * A pixel whose best value is below this belongs to nothing, 0 to 1. Values are a sigmoid of each label alone (a head for any labels) or a softmax over
   * all classes (a released one). Null takes the head's own, or 0 for a released one: there each pixel has its best class, and those of classes
   * that were not asked for belong to nothing.
   */
  readonly threshold: number | null;
  /**
   * A label whose score (see `Segment.score`) is below this wins no pixel, 0 to 1; 0 lets every label compete. Null takes the head's own, or 0 for a
   * released one. Not in the paper.
   */
  readonly minPresence: number | null;
  /** How maps become pixels. */
  readonly edges: DenseclipEdges;
}

/** How maps become pixels. */
export type DenseclipEdges =
  /** Edges follow the picture (guided filter). */
  | 'GUIDED'
  /** Plain bilinear enlargement, as in the paper. */
  | 'BILINEAR';

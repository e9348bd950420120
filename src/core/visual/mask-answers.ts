import type { Point, Size } from '../geometry/box.js';
import type { ScoreMaps } from '../geometry/score-maps.js';
import type { EncodedPicture } from '../pixels/encoded-picture.js';
import type { LabelPixels } from '../pixels/label-pixels.js';

/** Maps that compete for pixels. */
export interface MasksRequest {
  /** One channel a label, then one a background text. */
  readonly maps: ScoreMaps;
  readonly labels: readonly string[];
  /** Per label, for the legend of an overlay. */
  readonly scores: readonly number[];
  /** Per label: false keeps it from winning any pixel. */
  readonly competes: readonly boolean[];
  /** Per label: the place of the one whose pixels are its own, where labels share theirs; absent: each has its own. */
  readonly pixelsOf?: readonly number[] | undefined;
  /** A pixel whose best value is below this belongs to nothing. */
  readonly threshold: number;
  readonly refine: 'GUIDED' | 'BILINEAR';
  /** Longest side in pixels. */
  readonly maxSize: number;
}

/** How outlines are wanted, in pixels of the upright original. */
export interface PolygonsAsked {
  /** null: no pixel of the mask changes sides. */
  readonly tolerance: number | null;
  readonly minArea: number;
}

/** What the schema's type Mask shows. */
export interface MaskAnswer {
  readonly id: string;
  readonly pixels: LabelPixels;
  /** Size of the upright original. */
  readonly original: Size;
  readonly area: number;
  /** COCO's compressed run lengths. */
  rle(): Promise<string>;
  /** The mask as a PNG, white where it is set. */
  png(): Promise<EncodedPicture>;
  /** @throws BAD_INPUT */
  polygons(asked?: PolygonsAsked): Promise<readonly (readonly Point[])[]>;
  /** @throws BAD_INPUT, LIMIT_EXCEEDED */
  cutout(asked: { readonly maxSize: number }): Promise<EncodedPicture>;
}

/** What the schema's type LabelMap shows. */
export interface LabelMapAnswer {
  readonly id: string;
  readonly pixels: LabelPixels;
  /** Size of the upright original. */
  readonly original: Size;
  readonly labels: readonly string[];
  /** The label map as a PNG with a palette; 0 is no label. */
  png(): Promise<EncodedPicture>;
}

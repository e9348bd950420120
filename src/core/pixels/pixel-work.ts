import type { Box, Point } from '../geometry/box.js';
import type { ScoreMaps } from '../geometry/score-maps.js';
import type { SourcePicture } from '../images/picture.js';
import type { Operation } from '../operation.js';

/** Which label each pixel belongs to. `data` is shared memory: workers read it without copies. */
export interface LabelPixels {
  /** The part of the original that the pixels cover. */
  readonly box: Box;
  readonly width: number;
  readonly height: number;
  /** 0 = nothing, 1 = the first label, ...; row-major. */
  readonly data: Uint16Array;
  /** Per label: pixels it won, and their bounds in mask pixels (null where none). */
  readonly areas: readonly number[];
  readonly bounds: readonly (Box | null)[];
}

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

export interface EncodedPicture {
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly mediaType: string;
}

export type PictureFormat = 'JPEG' | 'PNG' | 'WEBP';
export type Colormap = 'VIRIDIS' | 'CIVIDIS' | 'TURBO' | 'GRAY';

/** Everything per pixel, in a bounded pool of worker threads. Rejects with OVERLOADED, CANCELLED, DEADLINE_EXCEEDED. */
export interface PixelWork {
  /** Enlarges maps over the picture and lets channels compete. */
  decide(request: DecideRequest, operation: Operation): Promise<LabelPixels>;
  /** COCO's compressed run lengths (column-major, LEB-like characters) of one label; `label` counts from 1. */
  rle(pixels: LabelPixels, label: number, operation: Operation): Promise<string>;
  /** A PNG of one label: 1 channel, 0 or 255. */
  maskPng(pixels: LabelPixels, label: number, operation: Operation): Promise<EncodedPicture>;
  /** A PNG of all labels: palette indices are label numbers, 0 is nothing. */
  labelMapPng(pixels: LabelPixels, operation: Operation): Promise<EncodedPicture>;
  /** Outlines of one label in pixels of the upright original; holes are rings of their own. */
  polygons(pixels: LabelPixels, label: number, operation: Operation): Promise<readonly (readonly Point[])[]>;
  /** The picture (or the part in `box`), scaled to fit `maxSize`. */
  picture(source: SourcePicture, box: Box, maxSize: number, format: PictureFormat, operation: Operation): Promise<EncodedPicture>;
  /** The picture under coloured labels with outlines and a legend. */
  overlay(
    request: {
      source: SourcePicture;
      pixels: LabelPixels;
      names: readonly string[];
      scores: readonly number[];
      opacity: number;
      maxSize: number;
    },
    operation: Operation,
  ): Promise<EncodedPicture>;
  /** The picture under the colours of a one-channel density map (0 to `max`), with dots at `points` and a legend line `name`. */
  densityOverlay(
    request: {
      source: SourcePicture;
      box: Box;
      maps: ScoreMaps;
      max: number;
      points: readonly Point[];
      name: string;
      opacity: number;
      maxSize: number;
    },
    operation: Operation,
  ): Promise<EncodedPicture>;
  /** One channel of score maps as colours, over the whole of `box`, values from `min` to `max`. */
  heatmap(
    request: { maps: ScoreMaps; channel: number; box: Box; min: number; max: number; colormap: Colormap; maxSize: number },
    operation: Operation,
  ): Promise<EncodedPicture>;
  close(): Promise<void>;
}

import type { LabelAreas, AreaRecord } from '../geometry/areas.js';
import type { Box, Point, Size } from '../geometry/box.js';
import type { RowBand } from '../geometry/box-mean.js';
import type { Competition } from '../geometry/competition.js';
import type { ScoreMaps } from '../geometry/score-maps.js';
import type { Colormap, EncodedPicture, PictureFormat } from './pixel-work.js';

/** A picture as workers get it: bytes in shared memory, size of the upright original, the limit for decoding. */
export interface SharedPicture extends Size {
  readonly bytes: Uint8Array;
  readonly maxPixels: number;
}

export interface LabelPlane extends Size {
  readonly data: Uint16Array;
}

/** What a worker can be asked, and what it answers. Everything here can be cloned to another thread; planes are shared. */
export interface Jobs {
  luma: { in: { picture: SharedPicture; box: Box; out: Uint8Array; size: Size }; out: null };
  band: {
    in: Competition & { band: RowBand; data: Uint16Array };
    out: AreaRecord;
  };
  rle: { in: LabelPlane & { label: number; bounds: Box | null }; out: string };
  polygons: { in: LabelPlane & { label: number; bounds: Box | null }; out: Float64Array[] };
  maskPng: { in: LabelPlane & { label: number }; out: EncodedPicture };
  labelMapPng: { in: LabelPlane & { labels: number }; out: EncodedPicture };
  picture: { in: { picture: SharedPicture; box: Box; maxSize: number; format: PictureFormat }; out: EncodedPicture };
  overlay: {
    in: {
      picture: SharedPicture;
      box: Box;
      plane: LabelPlane;
      areas: LabelAreas['areas'];
      names: readonly string[];
      scores: readonly number[];
      opacity: number;
      maxSize: number;
    };
    out: EncodedPicture;
  };
  densityOverlay: {
    in: {
      picture: SharedPicture;
      box: Box;
      maps: ScoreMaps;
      max: number;
      points: readonly Point[];
      name: string;
      opacity: number;
      maxSize: number;
    };
    out: EncodedPicture;
  };
  heatmap: {
    in: { maps: ScoreMaps; channel: number; box: Box; min: number; max: number; colormap: Colormap; maxSize: number };
    out: EncodedPicture;
  };
}

export type JobKind = keyof Jobs;

/** One job on its way to a worker. `stop[0]` is set to 1 when nobody waits for it any more. */
export interface JobMessage<Kind extends JobKind = JobKind> {
  readonly kind: Kind;
  readonly input: Jobs[Kind]['in'];
  readonly stop: Int32Array;
}

/** Errors lose their class between threads: a DenseqlError travels as its parts. */
export type JobAnswer<Kind extends JobKind = JobKind> =
  | { readonly ok: true; readonly value: Jobs[Kind]['out']; readonly milliseconds: number }
  | { readonly ok: false; readonly error: { code: string; message: string; details: Readonly<Record<string, string | number | boolean>> } };

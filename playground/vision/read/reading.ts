import type { Box } from '../model/view';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A mask as it is drawn. */
export interface ReadMask {
  /** The part of the original that it covers. */
  readonly box: Box;
  readonly width: number;
  readonly height: number;
  readonly area: number;
  /** 1 where the pixel belongs, row by row. */
  readonly bits: Uint8Array;
  /** Its outline in pixels of the original, as the `d` of an SVG path; holes are rings of their own. */
  readonly outline: string;
  /** Where a name has most room inside it; null for an empty mask. */
  readonly anchor: Point | null;
}

export interface ReadMap {
  readonly name: string;
  readonly box: Box;
  readonly width: number;
  readonly height: number;
  readonly min: number;
  readonly max: number;
  readonly values: Float32Array;
  /** The value from which on the answer takes a place for one that counts; null where it says nothing. */
  readonly threshold: number | null;
}

/** A single value of an answer. */
export interface Figure {
  readonly name: string;
  readonly value: number | string | boolean;
  /** What the schema says of it. */
  readonly description: string;
}

/** One item of a list: a label with its mask, a box with its score, a class. */
export interface Finding {
  readonly place: number;
  readonly name: string;
  readonly score: number | null;
  /** Share of the visual's area, 0 to 1. */
  readonly share: number | null;
  readonly box: Box | null;
  readonly mask: ReadMask | null;
  readonly maps: readonly ReadMap[];
  readonly figures: readonly Figure[];
}

/** An answer of any task, by the shapes that it is made of. */
export interface Reading {
  readonly findings: readonly Finding[];
  /** Whether it lists things that have a place, be there none this time. */
  readonly lists: boolean;
  readonly maps: readonly ReadMap[];
  readonly points: readonly Point[] | null;
  readonly figures: readonly Figure[];
  readonly meta: Meta | null;
}

export interface Meta {
  readonly method: string;
  readonly form: string;
  readonly pack: string;
  readonly encoderRuns: number;
  readonly cacheHit: boolean;
  readonly notices: readonly { readonly code: string; readonly message: string; readonly field: string | null }[];
}

import type { Box, Size } from '../geometry/box.js';
import type { Detail } from '../images/encoder-size.js';

/** One picture of a set, or a part of one. */
export interface ReferenceItem {
  /** Hash of what it is: the pass, box and label. The same in every set. */
  readonly id: string;
  /** Hash of the picture's bytes. */
  readonly content: string;
  /** Size of the upright original. */
  readonly original: Size;
  /** In pixels of the upright original; null: the whole picture. */
  readonly box: Box | null;
  /** What it shows, as whoever added it says; null: nothing was said. */
  readonly label: string | null;
}

/** A set of pictures that the server keeps as features, to compare others with. */
export interface ReferenceSetInfo {
  readonly id: string;
  readonly name: string;
  /** Name of the encoder that its features are of. */
  readonly encoder: string;
  /** Which pack of that name: see `packId`. */
  readonly packId: string;
  /** How closely the encoder looked at its pictures. */
  readonly detail: Detail;
  /** Hash of its items in order: equal while nothing is added or removed. */
  readonly content: string;
  readonly size: number;
  /** That its features take on the disk; those that several sets of one owner share count in each. */
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly changedAt: number;
}

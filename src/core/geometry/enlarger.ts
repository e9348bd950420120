import type { Box, Size } from './box.js';
import type { Candidate } from './candidates.js';
import type { ScoreMaps } from './score-maps.js';

export interface Competition {
  readonly maps: ScoreMaps;
  /** The part of the original, and its size in pixels of the result. */
  readonly box: Box;
  readonly size: Size;
  /** Channels from here on are background: where they win there is nothing. */
  readonly labels: number;
  /** Per label: false keeps it out. */
  readonly competes: readonly boolean[];
  /** A pixel whose best value is below it belongs to nothing. */
  readonly threshold: number;
  /** Luma of the box at `size`, row-major; null for plain bilinear edges. */
  readonly guide: Uint8Array | null;
}

/** Offers pixels [start, end) of the band's row `y` of one channel: where its value beats `best` it takes the pixel. */
export type Offer = (index: number, y: number, start: number, end: number, best: Float32Array, data: Uint16Array, label: number) => void;

/** Prepares a few channels over a band. `best` holds the band's pixels, `data` those of the whole result. */
export type Enlarger = (chunk: readonly Candidate[]) => Offer;

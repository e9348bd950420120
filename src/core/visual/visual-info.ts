import type { Box, Size } from '../geometry/box.js';
import type { Detail } from '../images/encoder-size.js';

/** What part of which picture a method is asked about. */
export interface VisualInfo {
  /** Hash of content, encoder and detail, of a region also of box and zoom: `Visual.id` of the schema. */
  readonly id: string;
  /** Hash of the picture's bytes. */
  readonly content: string;
  /** Size of the upright original. */
  readonly original: Size;
  /** The part asked about, in pixels of the upright original; the whole picture for an Image. */
  readonly box: Box;
  /** How closely the encoder looked. */
  readonly detail: Detail;
}

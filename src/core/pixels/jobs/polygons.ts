import { outlines } from '../../geometry/polygons.js';
import type { OneLabel } from '../label-pixels.js';

/** Outlines of one label in mask pixels, rings x, y, x, y, ...; holes are rings of their own. */
export function polygons({ data, width, height, label, bounds }: OneLabel): Float64Array[] {
  return bounds ? outlines(data, width, height, label, bounds).map((ring) => Float64Array.from(ring)) : [];
}

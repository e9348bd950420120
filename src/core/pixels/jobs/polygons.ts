import { outlines, type OutlineOptions } from '../../geometry/polygons.js';
import type { OneLabel } from '../label-pixels.js';

export interface PolygonsInput extends OneLabel, OutlineOptions {}

/** Outlines of one label in mask pixels, rings x, y, x, y, ...; holes are rings of their own. */
export function polygons({ data, width, height, label, bounds, ...options }: PolygonsInput): Float64Array[] {
  return bounds ? outlines(data, width, height, label, bounds, options).map((ring) => Float64Array.from(ring)) : [];
}

import { badInput } from '../errors.js';
import type { LabelAreas } from '../geometry/areas.js';
import type { Box, Size } from '../geometry/box.js';

/** A label number at each pixel, row-major: 0 = nothing, 1 = the first label, ... In shared memory: workers read it without copies. */
export interface LabelPlane extends Size {
  readonly data: Uint16Array;
}

/** Which label each pixel belongs to; the labels' areas and bounds in mask pixels. */
export interface LabelPixels extends LabelPlane, LabelAreas {
  /** The part of the original that the pixels cover. */
  readonly box: Box;
}

/** One label of a plane, for jobs that make something of it. */
export interface OneLabel extends LabelPlane {
  /** Counts from 1. */
  readonly label: number;
  /** In pixels of the plane; null where the label won none. */
  readonly bounds: Box | null;
}

/** What crosses to a worker of all labels. */
export const planeOf = ({ data, width, height }: LabelPixels): LabelPlane => ({ data, width, height });

/** What crosses to a worker of one label, which counts from 1. @throws BAD_INPUT for a label that is not there */
export function oneLabel(pixels: LabelPixels, label: number): OneLabel {
  const { areas, bounds } = pixels;
  if (!Number.isInteger(label) || label < 1 || label > areas.length) throw badInput('label', `must be 1 to ${areas.length}.`);
  return { ...planeOf(pixels), label, bounds: bounds[label - 1] ?? null };
}

import { compressRuns, runLengths } from '../../geometry/rle.js';
import type { OneLabel } from '../label-pixels.js';

/** COCO's compressed run lengths (column-major, LEB-like characters) of one label. */
export function rle({ data, width, height, label, bounds }: OneLabel): string {
  return compressRuns(bounds ? runLengths(data, width, height, label, bounds) : [width * height]);
}

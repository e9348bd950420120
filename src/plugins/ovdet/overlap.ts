import { intersect, type Box } from '../../core/index.js';

const area = ({ width, height }: Box): number => Math.max(0, width) * Math.max(0, height);

/** Area that two boxes share. */
export const shared = (a: Box, b: Box): number => area(intersect(a, b));

/** Intersection over union, 0 to 1. */
export function iou(a: Box, b: Box): number {
  const both = shared(a, b);
  return both > 0 ? both / (area(a) + area(b) - both) : 0;
}

/** Share of `a` that lies in `b`: the overlap-area ratio of part suppression. */
export const within = (a: Box, b: Box): number => (area(a) > 0 ? shared(a, b) / area(a) : 0);

export { area };

/**
 * Non-maximum suppression.
 * @param boxes the best first
 * @param most boxes that are kept
 * @returns places of those that overlap none before them by more than `limit` (IoU)
 */
export function suppress(boxes: readonly Box[], limit: number, most = Infinity): number[] {
  const kept: number[] = [];
  for (const [place, box] of boxes.entries()) {
    if (kept.length >= most) break;
    if (kept.every((other) => iou(boxes[other]!, box) <= limit)) kept.push(place);
  }
  return kept;
}

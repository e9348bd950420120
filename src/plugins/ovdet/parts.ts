import { area, iou, within } from './overlap.js';
import type { Box } from '../../core/index.js';

/** A box that lies in another by this much and is this small beside it may be a part of it. */
const [INSIDE, SMALLER] = [0.85, 0.6];
/** It goes where the other one's score is at least this share of its own. */
export const WORTH = 0.85;
/** Boxes that overlap less are apart; ones whose areas differ by less than this are alike. */
const [APART, ALIKE] = [0.1, 0.5];

interface Scored {
  readonly box: Box;
  readonly score: number;
}

/** Whether two boxes or more of about one size, apart from each other and each as sure as the box, fill it: it is a box around a group. */
function isGroup(whole: Scored, all: readonly Scored[]): boolean {
  const inside = all.filter(
    (other) =>
      other !== whole && within(other.box, whole.box) > INSIDE && area(other.box) < SMALLER * area(whole.box) && other.score >= whole.score,
  );
  return inside.some((one, place) =>
    inside.slice(place + 1).some((two) => {
      const ratio = area(one.box) / area(two.box);
      return iou(one.box, two.box) < APART && ratio > ALIKE && ratio < 1 / ALIKE;
    }),
  );
}

/**
 * BIRDet's suppression of boxes on parts (POS, arXiv:2410.08645; thresholds are ours, its own are not public), among boxes of one label: one that lies in a larger
 * one, by the share of its own area, goes; a box around several things of the label goes instead of them.
 *
 * @param boxes of one label, the best first
 * @param groups whether boxes around several things go, too
 * @returns those that stay, in order
 */
export function suppressParts<Each extends Scored>(boxes: readonly Each[], groups: boolean): Each[] {
  const single = groups ? boxes.filter((box) => !isGroup(box, boxes)) : boxes;
  return single.filter(
    (part) =>
      !single.some(
        (whole) =>
          whole !== part &&
          within(part.box, whole.box) > INSIDE &&
          area(part.box) < SMALLER * area(whole.box) &&
          whole.score >= WORTH * part.score,
      ),
  );
}

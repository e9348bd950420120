import type { PixelBox } from '../input.js';

/** A box of a label. */
export interface Labelled {
  readonly label: string;
  readonly box: PixelBox;
}

/** Boxes that show the same thing. */
const SAME = 0.5;

function iou(a: PixelBox, b: PixelBox): number {
  const across = Math.min(a[0] + a[2], b[0] + b[2]) - Math.max(a[0], b[0]);
  const down = Math.min(a[1] + a[3], b[1] + b[3]) - Math.max(a[1], b[1]);
  return across > 0 && down > 0 ? (across * down) / (a[2] * a[3] + b[2] * b[3] - across * down) : 0;
}

/**
 * Which things were found: each answer takes the thing of its label that it covers best and that no answer before it has, at an IoU of .5.
 * @param answers the highest score first
 * @returns places of things that were found; the other answers are wrong
 */
export function matched(truth: readonly Labelled[], answers: readonly Labelled[]): ReadonlySet<number> {
  const taken = new Set<number>();
  for (const { label, box } of answers) {
    const over = truth.map((thing, place) => (thing.label === label && !taken.has(place) ? iou(thing.box, box) : 0));
    const best = Math.max(0, ...over);
    if (best >= SAME) taken.add(over.indexOf(best));
  }
  return taken;
}

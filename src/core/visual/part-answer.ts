import { badInput } from '../errors.js';
import type { Box } from '../geometry/box.js';
import { checkDetail, type Detail } from '../images/encoder-size.js';
import { sharedClass } from '../shared-class.js';
import { asMade } from './made.js';
import { regionBox } from './region-box.js';
import type { Visual } from './visual.js';

/** How a part of a visual is looked at. */
export interface PartLook {
  /** Encode the part again: a pass, at its first question. */
  readonly zoom: boolean;
  /** Of that pass; absent or null: the pack's choice. */
  readonly detail?: string | null;
}

/**
 * A part of a visual in an answer, which clients can ask. Answers go to methods that ask, too: what it leads to is the host's, in a private field that only
 * `visualOf` opens.
 */
export class PartAnswer {
  readonly #visual: Visual;

  constructor(visual: Visual) {
    this.#visual = visual;
  }

  /** What the schema's type Region is resolved from. */
  static visualOf(part: PartAnswer): Visual {
    return part.#visual;
  }
}
sharedClass(PartAnswer);

/**
 * @param box in pixels of the upright original; clipped to the visual and widened to whole pixels, as the schema's `region` does
 * @throws BAD_INPUT for a box outside the visual, or a detail of a part that gets no pass; LIMIT_EXCEEDED for more than MAX_REGIONS
 */
export function partAnswer(visual: Visual, box: Box, { zoom, detail = null }: PartLook): PartAnswer {
  if (detail !== null && !zoom)
    throw badInput('detail', 'is of the pass that zoom: true takes; a part without one has the detail of its parent.');
  const looked: Detail | undefined = detail === null ? undefined : checkDetail(detail as Detail);
  const part = regionBox({ ...box, unit: 'PIXEL' }, visual.picture, visual.box, 'box');
  visual.operation.throwIfOver();
  visual.operation.take('regions', 1);
  const answer = new PartAnswer(visual.region(part, zoom, looked));
  asMade('Region', answer);
  return answer;
}

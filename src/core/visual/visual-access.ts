import { badInput, limitExceeded } from '../errors.js';
import type { Box } from '../geometry/box.js';
import type { Detail } from '../images/encoder-size.js';
import type { VisualAccess } from '../tasks/task.js';
import { PixelPasses } from './pixel-passes.js';
import { regionBox } from './region-box.js';
import type { Visual } from './visual.js';

/** What further looks of a method at its visual have cost. */
export interface LookCost {
  readonly encoderRuns: number;
  /** Whether every look so far was in the cache; true without any. */
  readonly cacheHit: boolean;
}

export interface CountedAccess {
  readonly access: VisualAccess;
  cost(): LookCost;
}

/**
 * Lets a method look closer at parts of its visual, as a client does with `region(zoom: true)`: same clipping, same cache, same limits.
 *
 * @param maxPasses more parts than this in one call are refused before the first of them is encoded
 */
export function createVisualAccess(visual: Visual, maxPasses: number): CountedAccess {
  let encoderRuns = 0;
  let cacheHit = true;
  const look = async (box: Box, detail?: Detail) => {
    const result = await visual.region(box, true, detail).features();
    encoderRuns += result.encoderRuns;
    cacheHit &&= result.cacheHit;
    return result.features;
  };
  const passes = new PixelPasses(visual, maxPasses);
  const access: VisualAccess = {
    runOnPixels: (call) => passes.run(call),
    async pixels({ box, size }) {
      return { data: await visual.sharedPart(box, size), dims: [1, size.height, size.width, 3] };
    },
    async encode(boxes, detail) {
      if (boxes.length === 0) throw badInput('boxes', 'at least one box is needed.');
      if (boxes.length > maxPasses) throw limitExceeded('MAX_PASSES', boxes.length, maxPasses, 'encoder passes');
      const parts = boxes.map((box, index) => regionBox({ ...box, unit: 'PIXEL' }, visual.picture, visual.box, `boxes[${index}]`));
      return Promise.all(parts.map((part) => look(part, detail)));
    },
  };
  const cost = (): LookCost => ({ encoderRuns: encoderRuns + passes.started, cacheHit: cacheHit && passes.started === 0 });
  return { access, cost };
}

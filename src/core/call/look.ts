import type { ByteTensor, Tensor } from '../math/tensor.js';
import type { Features } from '../visual/features.js';
import { badInput, limitExceeded } from '../errors.js';
import type { Box, Size } from '../geometry/box.js';
import { checkTurn, type Turn } from '../geometry/quarter-turns.js';
import { checkDetail, type Detail } from '../images/encoder-size.js';
import { regionBox } from '../visual/region-box.js';
import type { Operation } from '../operation.js';
import type { Visual } from '../visual/visual.js';
import type { Cost } from './cost.js';
import type { HeadOwner } from './head-graphs.js';
import { MaskedPasses, type MaskedPart } from './masked-passes.js';
import { ownFeatures } from './own.js';
import { PixelPasses, type PixelRun } from './pixel-passes.js';
import { readPart } from './read-part.js';

/** Further looks at a visual, for methods that need more detail than the features that they were given. What comes back is the caller's own. */
export interface Look {
  /**
   * Encodes parts of the visual again, each by itself: no surroundings are taken along, as `region(zoom: true)` may (`image.zoom` of the pack). Each part that
   * is not in the cache is a pass, counted in Meta.encoderRuns and against MAX_PASSES.
   *
   * @param boxes in pixels of the upright original; clipped to the visual and widened to whole pixels (`Features.frame` says to what)
   * @param detail of each part's pass; absent: the visual's own
   * @param turned by which the encoder sees each part turned, in degrees clockwise (its pixels are moved, not interpolated); absent: 0. What comes back lies
   *   upright: each patch at its place in the part, as without
   * @returns features of each part, in order
   * @throws BAD_INPUT for a box outside the visual, or no quarter turn; LIMIT_EXCEEDED for more than MAX_PASSES parts; OVERLOADED, CANCELLED, DEADLINE_EXCEEDED
   */
  encode(boxes: readonly Box[], detail?: Detail, turned?: Turn): Promise<readonly Features[]>;
  /**
   * Encodes parts of the visual again, each told by a mask what to look at: by OVSeg's mask prompts (arXiv:2210.04150, section 3.3), which few packs have
   * (`PackFacts.masked`). A part is stretched to the square that the pack was trained at; what the mask leaves out has the mean colour, and patches without
   * anything of it are learned tokens. Each part is a pass, as of `encode`; nothing is kept beyond the operation.
   *
   * @returns of each part, in order, a vector of length one in the space of texts
   * @throws PLUGIN_UNAVAILABLE for a pack without mask prompts; BAD_INPUT for a box outside the visual or a mask that is no map; LIMIT_EXCEEDED for more than
   *   MAX_PASSES parts; BAD_IMAGE, OVERLOADED, CANCELLED, DEADLINE_EXCEEDED
   */
  encodeMasked(parts: readonly MaskedPart[]): Promise<readonly Float32Array[]>;
  /**
   * Runs a graph of the pack that is an encoder of its own (a released closed-set model) on the picture's pixels: the part is decoded once, and
   * each window is a pass, counted in Meta.encoderRuns and against MAX_PASSES. Equal passes of one operation are one.
   *
   * @returns outputs of each window, in order, checked as those of `Compute.head`
   * @throws LIMIT_EXCEEDED before the first pass; BAD_INPUT for a window outside `size`; PLUGIN_UNAVAILABLE when the pack does not list the graph;
   *   PLUGIN_FAILED when it cannot be run, or gives what its declaration does not say; BAD_IMAGE, OVERLOADED, CANCELLED, DEADLINE_EXCEEDED
   */
  runOnPixels(call: PixelRun): Promise<readonly Readonly<Record<string, Tensor>>[]>;
  /**
   * The picture itself, for heads that are fed it beside features: no pass. The part may reach beyond the visual, as that of `runOnPixels`.
   *
   * @param part `box` in pixels of the upright original, stretched to `size` (whole, at most MAX_PIXELS and 40 million), resampled as the pack's own pictures are
   * @returns RGB, uint8 [1, height, width, 3]
   * @throws BAD_INPUT for a wrong size; BAD_IMAGE, CANCELLED, DEADLINE_EXCEEDED
   */
  pixels(part: { readonly box: Box; readonly size: Size }): Promise<ByteTensor>;
}

export interface LookLimits {
  readonly maxPasses: number;
  readonly maxPixels: number;
}

export interface LookParts {
  readonly limits: LookLimits;
  readonly owner: HeadOwner;
  readonly cost: Cost;
  readonly operation: Operation;
}

/**
 * Lets a method look closer at parts of a visual, as a client does with `region(zoom: true)`: same clipping, same cache, same limits, but of the parts alone.
 *
 * @param limits of one call: more parts are refused before the first of them is encoded, more pixels before they are decoded
 * @param cost what the looks cost is added to it
 * @param operation with the answer's share of the budget
 */
export function createLook(visual: Visual, { limits: { maxPasses, maxPixels }, owner, cost, operation }: LookParts): Look {
  const boxOf = (box: Box, field: string): Box => regionBox({ ...box, unit: 'PIXEL' }, visual.picture, visual.box, field);
  const look = async (box: Box, detail?: Detail, turned?: Turn): Promise<Features> => {
    const result = await visual.cutOut(box, detail, operation, turned).features();
    cost.add(result);
    return ownFeatures(result.features);
  };
  return Object.freeze<Look>({
    async runOnPixels(call) {
      const asked = readPart(call, maxPixels);
      const passes = new PixelPasses(visual, maxPasses, owner, operation);
      try {
        return await passes.run(asked);
      } finally {
        cost.add({ encoderRuns: passes.started, cacheHit: passes.started === 0 });
      }
    },
    async encodeMasked(asked) {
      const parts = asked.map(({ box, mask }, index) => ({ box: boxOf(box, `parts[${index}].box`), mask: { ...mask } }));
      const passes = new MaskedPasses(visual, maxPasses, operation);
      try {
        return await passes.run(parts);
      } finally {
        cost.add({ encoderRuns: passes.started, cacheHit: passes.started === 0 });
      }
    },
    async pixels(part) {
      const { box, size } = readPart(part, maxPixels);
      const pixels = await visual.sharedPart(box, size);
      // A copy, 3 bytes a pixel: the decoder gives a Buffer, whose `slice` would be a view of the same memory.
      return { data: new Uint8Array(pixels), dims: [1, size.height, size.width, 3] };
    },
    async encode(boxes, detail, turned) {
      if (detail !== undefined) checkDetail(detail);
      if (turned !== undefined) checkTurn(turned);
      if (boxes.length === 0) throw badInput('boxes', 'needs at least one box.');
      if (boxes.length > maxPasses) throw limitExceeded('MAX_PASSES', boxes.length, maxPasses, 'encoder passes');
      const parts = boxes.map((box, index) => boxOf(box, `boxes[${index}]`));
      return Promise.all(parts.map((part) => look(part, detail, turned)));
    },
  });
}

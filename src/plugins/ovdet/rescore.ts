import { cellSpan, intersect, sampleChannel, type Box, type DetectCall, type Features } from '../../core/index.js';
import type { Proposal } from './proposal.js';
import { regionVectors } from './region-vectors.js';

type Call = Pick<DetectCall, 'look' | 'image' | 'signal'>;

/** What is seen around a box, as a share of its sides: a thing is named better with its surroundings, and pooled inside its mask. */
const MARGIN = 0.2;

/** A box with its surroundings, inside the visual. */
function widened({ x, y, width, height }: Box, limit: Box): Box {
  const [across, down] = [MARGIN * width, MARGIN * height];
  return intersect({ x: x - across, y: y - down, width: width + 2 * across, height: height + 2 * down }, limit);
}

/** How much of each patch of a crop belongs to a proposal. */
function patchesIn({ mask, box }: Proposal, { rows, columns, frame }: Features): Float32Array {
  const shares = sampleChannel(mask, 0, frame, { width: columns, height: rows }).map((share) => (share >= 0.5 ? 1 : 0));
  if (shares.some((share) => share > 0)) return shares;
  // Too thin for its patches' middles: all that its box covers.
  const [cellWidth, cellHeight] = [frame.width / columns, frame.height / rows];
  const across = cellSpan(box.x, box.width, frame.x, cellWidth, columns);
  const down = cellSpan(box.y, box.height, frame.y, cellHeight, rows);
  for (let row = down.start; row < down.end; row += 1) shares.fill(1, row * columns + across.start, row * columns + across.end);
  return shares;
}

/**
 * The vectors of proposals out of crops that are encoded again at LOW, all in one batch: each a pass.
 * @throws LIMIT_EXCEEDED for more than MAX_PASSES
 */
export async function rescoredVectors({ look, image }: Call, proposals: readonly Proposal[]): Promise<Float32Array[]> {
  if (proposals.length === 0) return [];
  const crops = await look.encode(
    proposals.map(({ box }) => widened(box, image.box)),
    'LOW',
  );
  return crops.map((crop, place) => regionVectors(crop.output('dense'), [patchesIn(proposals[place]!, crop)])[0]!);
}

/**
 * The vectors of proposals by mask prompts (OVSeg, arXiv:2210.04150, section 3.3): tight crops, of which the mask's patches alone are seen. Each is a pass.
 * @throws LIMIT_EXCEEDED for more than MAX_PASSES
 */
export async function maskedVectors({ look }: Pick<Call, 'look'>, proposals: readonly Proposal[]): Promise<readonly Float32Array[]> {
  return proposals.length === 0 ? [] : look.encodeMasked(proposals.map(({ box, mask }) => ({ box, mask })));
}

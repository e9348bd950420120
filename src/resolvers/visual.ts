import { badInput, limitExceeded } from '../core/errors.js';
import type { Detail } from '../core/images/encoder-size.js';
import { answerBox } from '../core/visual/answer-box.js';
import { regionBox } from '../core/visual/region-box.js';
import type { BoxRequest } from '../core/visual/region-box.js';
import type { Visual } from '../core/visual/visual.js';
import { renderPicture } from './render-picture.js';
import type { Resolvers } from './types.generated.js';

interface Look {
  readonly zoom: boolean;
  readonly detail?: Detail | null;
}

/** @throws BAD_INPUT for a box outside the visual, or a detail of a part that gets no pass */
function regionOf(visual: Visual, box: BoxRequest, { zoom, detail }: Look, field: string): Visual {
  if (detail && !zoom) throw badInput('detail', 'is of the pass that zoom: true takes; a part without one has the detail of its parent.');
  return visual.region(regionBox(box, visual.picture, visual.box, field), zoom, detail ?? undefined);
}

export const visualResolvers = {
  Visual: {
    __resolveType: (visual) => (visual.isRegion ? 'Region' : 'Image'),
    id: (visual) => visual.id,
    content: (visual) => visual.picture.content,
    width: (visual) => visual.box.width,
    height: (visual) => visual.box.height,
    picture: (visual, { maxSize, format }, context) => renderPicture({ source: visual.picture, box: visual.box, maxSize, format }, context),
    embedding: (visual) => visual.embedding(),
    region: (visual, { box, ...look }, { operation }) => {
      operation.throwIfOver();
      operation.take('regions', 1);
      return regionOf(visual, box, look, 'box');
    },
    regions: (visual, { boxes, ...look }, { platform: { config }, operation }) => {
      if (boxes.length === 0) throw badInput('boxes', 'needs at least one box.');
      operation.throwIfOver();
      operation.take('regions', boxes.length);
      // Known before the first pass: nothing is encoded for an answer that cannot be complete.
      if (look.zoom && boxes.length > config.MAX_PASSES)
        throw limitExceeded('MAX_PASSES', boxes.length, config.MAX_PASSES, 'encoder passes');
      return boxes.map((box, index) => regionOf(visual, box, look, `boxes[${index}]`));
    },
  },
  Region: {
    zoom: (visual) => visual.zoom,
    box: (visual) => answerBox(visual.box, visual.picture),
    image: (visual) => visual.whole,
  },
} satisfies Resolvers;

import { badInput, limitExceeded } from '../core/errors.js';
import type { EncodedPicture, PictureFormat } from '../core/pixels/pixel-work.js';
import { answerBox } from '../core/visual/answer-box.js';
import type { AnswerBox } from '../core/visual/answer-box.js';
import { regionBox } from '../core/visual/region-box.js';
import type { BoxRequest } from '../core/visual/region-box.js';
import type { Visual } from '../core/visual/visual.js';
import type { ResolverContext } from './context.js';
import { MOST_PIXELS, maxSizeWithin } from './max-size.js';

interface PictureArguments {
  maxSize: number;
  format: PictureFormat;
}

const regionOf = (visual: Visual, box: BoxRequest, zoom: boolean, field: string): Visual =>
  visual.region(regionBox(box, visual.picture, visual.box, field), zoom);

export const visualResolvers = {
  Visual: {
    __resolveType: (visual: Visual): string => (visual.isRegion ? 'Region' : 'Image'),
    content: (visual: Visual): string => visual.picture.content,
    width: (visual: Visual): number => visual.box.width,
    height: (visual: Visual): number => visual.box.height,
    picture: (visual: Visual, { maxSize, format }: PictureArguments, { platform, operation }: ResolverContext): Promise<EncodedPicture> =>
      platform.pixels.picture(visual.picture, visual.box, maxSizeWithin(maxSize, MOST_PIXELS), format, operation),
    embedding: (visual: Visual): Promise<number[]> => visual.embedding(),
    region: (visual: Visual, { box, zoom }: { box: BoxRequest; zoom: boolean }): Visual => regionOf(visual, box, zoom, 'box'),
    regions: (
      visual: Visual,
      { boxes, zoom }: { boxes: BoxRequest[]; zoom: boolean },
      { platform: { config } }: ResolverContext,
    ): Visual[] => {
      if (boxes.length === 0) throw badInput('boxes', 'at least one box is needed.');
      if (boxes.length > config.MAX_REGIONS) throw limitExceeded('MAX_REGIONS', boxes.length, config.MAX_REGIONS, 'boxes');
      // Known before the first pass: nothing is encoded for an answer that cannot be complete.
      if (zoom && boxes.length > config.MAX_PASSES) throw limitExceeded('MAX_PASSES', boxes.length, config.MAX_PASSES, 'encoder passes');
      return boxes.map((box, index) => regionOf(visual, box, zoom, `boxes[${index}]`));
    },
  },
  Region: {
    box: (visual: Visual): AnswerBox => answerBox(visual.box, visual.picture),
    image: (visual: Visual): Visual => visual.whole,
  },
};

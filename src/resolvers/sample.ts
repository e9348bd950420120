import type { Detail } from '../core/images/encoder-size.js';
import type { Sample } from '../core/images/samples.js';
import type { EncodedPicture, PictureFormat } from '../core/pixels/pixel-work.js';
import type { Visual } from '../core/visual/visual.js';
import type { ResolverContext } from './context.js';
import { MOST_PIXELS, maxSizeWithin } from './max-size.js';
import { openVisual } from './open-visual.js';

export const sampleResolvers = {
  Sample: {
    picture: async (
      sample: Sample,
      { maxSize, format }: { maxSize: number; format: PictureFormat },
      { platform, operation }: ResolverContext,
    ): Promise<EncodedPicture> => {
      const source = await platform.sources.resolve({ sample: sample.id }, operation);
      const box = { x: 0, y: 0, width: source.width, height: source.height };
      return platform.pixels.picture(source, box, maxSizeWithin(maxSize, MOST_PIXELS), format, operation);
    },
    image: (sample: Sample, { detail }: { detail: Detail }, context: ResolverContext): Promise<Visual> =>
      openVisual({ sample: sample.id }, detail, context),
  },
};

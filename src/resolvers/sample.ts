import { MOST_PIXELS, maxSizeWithin } from '../core/visual/max-size.js';
import { chooseEncoder } from './choose-encoder.js';
import type { Resolvers } from './types.generated.js';

export const sampleResolvers = {
  Sample: {
    id: (sample) => sample.id,
    title: (sample) => sample.title,
    labels: (sample) => sample.labels,
    shows: (sample) => sample.shows,
    licence: (sample) => sample.licence,
    author: (sample) => sample.author,
    source: (sample) => sample.source,
    picture: async (sample, { maxSize, format }, { platform, operation }) => {
      const source = await platform.sources.resolve({ sample: sample.id }, operation);
      const box = { x: 0, y: 0, width: source.width, height: source.height };
      const input = { picture: platform.pixels.share(source), box, maxSize: maxSizeWithin(maxSize, MOST_PIXELS), format };
      return platform.pixels.run('picture', input, operation);
    },
    image: async (sample, { detail, encoder }, context) =>
      context.platform.open({ sample: sample.id }, { detail, encoder: await chooseEncoder(encoder, context) }, context.operation),
  },
} satisfies Resolvers;

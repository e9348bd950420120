import { chooseEncoder } from './choose-encoder.js';
import { renderPicture } from './render-picture.js';
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
    picture: async (sample, { maxSize, format }, context) => {
      const source = await context.platform.sources.resolve({ sample: sample.id }, context.operation);
      const box = { x: 0, y: 0, width: source.width, height: source.height };
      return renderPicture({ source, box, maxSize, format }, context);
    },
    image: async (sample, { detail, encoder }, context) =>
      context.platform.open({ sample: sample.id }, { detail, encoder: await chooseEncoder(encoder, context) }, context.operation),
  },
} satisfies Resolvers;

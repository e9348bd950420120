import { badInput, limitExceeded } from '../core/errors.js';
import { chooseEncoder, openVisual } from './open-visual.js';
import { Problem, problemOf } from './problem.js';
import type { Resolvers } from './types.generated.js';

export const queryResolvers = {
  Query: {
    image: (_, { source, detail, encoder }, context) => openVisual(source, { detail, encoder: chooseEncoder(encoder, context) }, context),
    images: (_, { sources, detail, encoder }, context) => {
      const { MAX_IMAGES } = context.platform.config;
      const view = { detail, encoder: chooseEncoder(encoder, context) };
      if (sources.length === 0) throw badInput('sources', 'at least one picture is needed.');
      if (sources.length > MAX_IMAGES) throw limitExceeded('MAX_IMAGES', sources.length, MAX_IMAGES, 'pictures');
      return Promise.all(
        sources.map((source, index) => openVisual(source, view, context).catch((error: unknown) => problemOf(error, index, context))),
      );
    },
    samples: (_, __, { platform }) => platform.samples.list(),
  },
  ImageOutcome: {
    __resolveType: (outcome) => (outcome instanceof Problem ? 'Problem' : 'Image'),
  },
  Problem: {
    index: (problem) => problem.index,
    code: (problem) => problem.code,
    message: (problem) => problem.message,
  },
} satisfies Resolvers;

import { badInput } from '../core/errors.js';
import { breathe } from '../core/math/breathe.js';
import { chooseEncoder } from './choose-encoder.js';
import { Problem, problemOf } from './problem.js';
import type { Resolvers } from './types.generated.js';

export const queryResolvers = {
  Query: {
    image: async (_, { source, detail, encoder }, context) =>
      context.platform.open(source, { detail, encoder: await chooseEncoder(encoder, context) }, context.operation),
    images: async (_, { sources, detail, encoder }, context) => {
      const { platform, operation } = context;
      const view = { detail, encoder: await chooseEncoder(encoder, context) };
      if (sources.length === 0) throw badInput('sources', 'needs at least one picture.');
      // Each by itself, in turns of the event loop: thousands of equal pictures are there at once, and GraphQL would complete them in one go.
      return sources.map(async (source, index) => {
        await breathe(operation.lane);
        const picture = await platform.open(source, view, operation).catch((error: unknown) => problemOf(error, index, context));
        await breathe(operation.lane);
        return picture;
      });
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

import { badInput, limitExceeded } from '../core/errors.js';
import type { Detail } from '../core/images/encoder-size.js';
import type { ImageSourceInput } from '../core/images/picture.js';
import type { Sample } from '../core/images/samples.js';
import type { Visual } from '../core/visual/visual.js';
import type { ResolverContext } from './context.js';
import { checkEncoder, openVisual } from './open-visual.js';
import { Problem, problemOf } from './problem.js';

interface Common {
  detail: Detail;
  encoder?: string | null;
}

export const queryResolvers = {
  Query: {
    image: (_: unknown, { source, detail, encoder }: Common & { source: ImageSourceInput }, context: ResolverContext): Promise<Visual> => {
      checkEncoder(encoder, context);
      return openVisual(source, detail, context);
    },
    images: (
      _: unknown,
      { sources, detail, encoder }: Common & { sources: ImageSourceInput[] },
      context: ResolverContext,
    ): Promise<(Visual | Problem)[]> => {
      const { MAX_IMAGES } = context.platform.config;
      checkEncoder(encoder, context);
      if (sources.length === 0) throw badInput('sources', 'at least one picture is needed.');
      if (sources.length > MAX_IMAGES) throw limitExceeded('MAX_IMAGES', sources.length, MAX_IMAGES, 'pictures');
      return Promise.all(
        sources.map((source, index) => openVisual(source, detail, context).catch((error: unknown) => problemOf(error, index, context))),
      );
    },
    samples: (_: unknown, __: unknown, { platform }: ResolverContext): Promise<readonly Sample[]> => platform.samples.list(),
  },
  ImageOutcome: {
    __resolveType: (outcome: Visual | Problem): string => (outcome instanceof Problem ? 'Problem' : 'Image'),
  },
};

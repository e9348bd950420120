import { badInput } from '../core/errors.js';
import type { ImageSourceInput } from '../core/images/picture.js';
import { chooseEncoder } from './choose-encoder.js';
import type { ResolverContext } from './context.js';
import { problemOf } from './problem.js';
import type { Resolvers, SubscriptionImagesArgs } from './types.generated.js';

/** A picture whose turn has come. It is opened when it is answered, so that no more are under way than whoever sends answers has asked for. */
export interface Arrival {
  readonly index: number;
  readonly source: ImageSourceInput;
  readonly view: Parameters<ResolverContext['platform']['open']>[1];
}

async function* arrivals({ sources, detail, encoder }: SubscriptionImagesArgs, context: ResolverContext): AsyncGenerator<Arrival> {
  const view = { detail, encoder: await chooseEncoder(encoder, context) };
  for (const [index, source] of sources.entries()) yield { index, source, view };
}

export const subscriptionResolvers = {
  Subscription: {
    images: {
      subscribe: (_, asked, context) => {
        if (asked.sources.length === 0) throw badInput('sources', 'needs at least one picture.');
        return arrivals(asked, context);
      },
      resolve: (arrival: Arrival) => arrival,
    },
  },
  ImageArrival: {
    index: ({ index }) => index,
    outcome: ({ index, source, view }, _, context) =>
      context.platform.open(source, view, context.operation).catch((error: unknown) => problemOf(error, index, context)),
  },
} satisfies Resolvers;

import type { ApolloServerPlugin } from '@apollo/server';
import type { Operation, TimingStage } from '../core/operation.js';
import type { ResolverContext } from '../resolvers/context.js';
import type { RequestIds } from './format-error.js';

const STAGES: readonly TimingStage[] = ['decode', 'queue', 'encode', 'text', 'method', 'pixels'];

const tenths = (value: number): number => Math.round(value * 10) / 10;

/** What an operation cost, as `extensions.denseql`; `used` is what was counted against the limits of `serverInfo { limits }`; timings in milliseconds, summed over work that ran side by side. */
export const costOf = ({ tally: { encoderRuns, cacheHits, textRuns, timings }, budget }: Operation) => ({
  encoderRuns,
  cacheHits,
  textRuns,
  used: { ...budget.used },
  timings: Object.fromEntries(STAGES.map((stage) => [stage, tenths(timings[stage] ?? 0)])),
});

/** Adds the cost to every answer that was executed, and remembers which request an error belongs to. */
export const costPlugin = (requestIds: RequestIds): ApolloServerPlugin<ResolverContext> => ({
  requestDidStart: async () => ({
    didEncounterErrors: async ({ errors, contextValue }) => {
      for (const error of errors) requestIds.set(error, contextValue.operation.id);
    },
    willSendResponse: async ({ response, contextValue }) => {
      if (response.body.kind !== 'single' || response.body.singleResult.data === undefined) return;
      response.body.singleResult.extensions = { ...response.body.singleResult.extensions, denseql: costOf(contextValue.operation) };
    },
  }),
});

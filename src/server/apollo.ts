import { ApolloServer } from '@apollo/server';
import type { ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginLandingPageDisabled } from '@apollo/server/plugin/disabled';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { Config } from '../core/config.js';
import type { ResolverContext } from '../resolvers/context.js';
import { beforeRunning } from './before-running.js';
import { costPlugin } from './cost-plugin.js';
import { budgetLimits } from './create-operation.js';
import { createDocumentStore } from './document-store.js';
import { createFormatError } from './format-error.js';
import { persistedQueriesPlugin } from './persisted-queries-plugin.js';
import { MOST_MISTAKES, queryLimits } from './query-limits.js';
import { quickLocations } from './quick-locations.js';
import { refuseIntrospections } from './refuse-introspections.js';
import { refuseNullVariables } from './refuse-null-variables.js';
import { refuseOverBudget } from './refuse-over-budget.js';
import { Streams } from './streams/streams.js';
import { subscriptionsPlugin } from './streams/subscriptions-plugin.js';
import { stringifyAnswer } from './stringify-answer.js';

interface ApolloParts {
  readonly schema: GraphQLSchema;
  readonly config: Config;
  readonly log: Logger;
  /** Who sends what subscriptions answer; absent: nobody does. */
  readonly streams?: Streams;
  readonly plugins?: readonly ApolloServerPlugin<ResolverContext>[];
}

/** The GraphQL engine, with the same limits and the same errors over HTTP and in-process. */
export function createApollo({ schema, config, log, streams = new Streams(), plugins = [] }: ApolloParts): ApolloServer<ResolverContext> {
  const requestIds = new WeakMap<object, string>();
  const formatError = createFormatError(log, requestIds, config);
  return new ApolloServer<ResolverContext>({
    schema,
    // The schema is the product: the playground and code generators read it, in production too.
    introspection: true,
    csrfPrevention: true,
    // Its pages come from a CDN; ours is served from this server.
    plugins: [
      ApolloServerPluginLandingPageDisabled(),
      persistedQueriesPlugin,
      quickLocations,
      costPlugin(requestIds),
      // In this order: the budget reads arguments, which must be whole.
      beforeRunning([refuseIntrospections, refuseNullVariables, refuseOverBudget(budgetLimits(config))]),
      subscriptionsPlugin(streams, formatError, requestIds),
      ...plugins,
    ],
    // Apollo Client's persisted queries work: what was asked once is kept by its hash, in memory, the least recently used go beyond 30 MiB (Apollo's default).
    persistedQueries: { ttl: null },
    documentStore: createDocumentStore(),
    validationRules: [...queryLimits(config)],
    parseOptions: { maxTokens: config.MAX_TOKENS },
    validationOptions: { maxErrors: MOST_MISTAKES },
    executionOptions: { maxCoercionErrors: MOST_MISTAKES },
    maxRecursiveSelections: true,
    stringifyResult: stringifyAnswer,
    includeStacktraceInErrorResponses: false,
    formatError,
    // What it says is for programmers of servers; failures of requests are logged by the formatter.
    logger: { debug: (m) => log.debug(m), info: (m) => log.debug(m), warn: (m) => log.warn(m), error: (m) => log.error(m) },
    // The process's signals belong to whoever started the server.
    stopOnTerminationSignals: false,
  });
}

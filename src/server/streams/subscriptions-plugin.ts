import type { ApolloServerPlugin, BaseContext, GraphQLRequestContextResponseForOperation } from '@apollo/server';
import { HeaderMap } from '@apollo/server';
import { ApolloServerErrorCode } from '@apollo/server/errors';
import {
  getVariableValues,
  OperationTypeNode,
  subscribe,
  type ExecutionResult,
  type FormattedExecutionResult,
  type GraphQLError,
  type GraphQLFormattedError,
  type OperationDefinitionNode,
} from 'graphql';
import type { Operation } from '../../core/operation.js';
import type { ResolverContext } from '../../resolvers/context.js';
import { costOf } from '../cost-plugin.js';
import type { RequestIds } from '../format-error.js';
import { withCode } from '../before-running.js';
import { MOST_MISTAKES } from '../query-limits.js';
import { readAhead } from './read-ahead.js';
import type { Events, Streams } from './streams.js';

/** Pictures of one subscription that are worked on at once: one in the encoder, one that is put together. */
const AHEAD = 2;

type Format = (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError;
type Asked = GraphQLRequestContextResponseForOperation<ResolverContext & BaseContext>;

/**
 * Subscriptions, which Apollo Server leaves to others, in its own pipeline: parsed, validated, counted and refused as queries are. What they answer goes to
 * whoever expects it ({@link Streams}); with the errors of queries, and the cost so far.
 */
export const subscriptionsPlugin = (streams: Streams, format: Format, requestIds: RequestIds): ApolloServerPlugin<ResolverContext> => {
  const formatted = ({ errors, ...rest }: ExecutionResult, operation: Operation): FormattedExecutionResult => ({
    ...rest,
    ...(errors && { errors: errors.map((error) => formatOne(error, operation)) }),
  });
  const formatOne = (error: GraphQLError, { id }: Operation): GraphQLFormattedError => {
    requestIds.set(error, id);
    // As Apollo's own formatter gets them.
    const plain = error.toJSON();
    return format({ ...plain, extensions: { code: ApolloServerErrorCode.INTERNAL_SERVER_ERROR, ...plain.extensions } }, error);
  };
  async function* eventsOf(results: AsyncGenerator<ExecutionResult>, operation: Operation): Events {
    for await (const result of readAhead(results, AHEAD))
      yield { ...formatted(result, operation), extensions: { denseql: costOf(operation) } };
  }
  const single = (singleResult: FormattedExecutionResult, status?: number) => ({
    http: { status, headers: new HeaderMap() },
    body: { kind: 'single' as const, singleResult },
  });

  async function begin({ schema, document, operationName, request, contextValue, operation: asked }: Asked) {
    const { operation } = contextValue;
    if (!streams.isExpected(operation)) return single({ errors: [NOWHERE] }, 406);
    const { errors } = getVariableValues(schema, asked.variableDefinitions ?? [], request.variables ?? {}, { maxErrors: MOST_MISTAKES });
    if (errors) return single({ errors: errors.map((error) => formatOne(withCode(error), operation)) }, 400);
    const started = await subscribe({ schema, document, contextValue, variableValues: request.variables, operationName });
    if (!(Symbol.asyncIterator in started)) return single(formatted(started, operation));
    streams.put(operation, eventsOf(started, operation));
    return single({ data: null });
  }
  return {
    requestDidStart: async () => ({
      responseForOperation: async (asked) => (isSubscription(asked.operation) ? begin(asked) : null),
    }),
  };
};

const NOWHERE: GraphQLFormattedError = {
  message:
    'A subscription is answered piece by piece, by POST with its text, to who accepts text/event-stream or multipart/mixed;subscriptionSpec=1.0.',
  extensions: { code: ApolloServerErrorCode.BAD_REQUEST },
};

/** Apollo asks before it refuses what names no operation of the query, though its types say otherwise. */
const isSubscription = (operation: OperationDefinitionNode | undefined): boolean => operation?.operation === OperationTypeNode.SUBSCRIPTION;

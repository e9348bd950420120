import type { ApolloServer } from '@apollo/server';
import { getOperationAST, OperationTypeNode, parse, type FormattedExecutionResult } from 'graphql';
import type { RequestHandler, Response } from 'express';
import type { ResolverContext } from '../../resolvers/context.js';
import { stringifyAnswer } from '../stringify-answer.js';
import { formOf } from './form.js';
import { sendEvents } from './send-events.js';
import type { Streams } from './streams.js';

interface Sent {
  readonly query?: unknown;
  readonly variables?: Record<string, unknown> | null;
  readonly operationName?: string | null;
  readonly extensions?: Record<string, unknown> | null;
}

interface Parts {
  /** Must be started. */
  readonly apollo: ApolloServer<ResolverContext>;
  readonly streams: Streams;
  readonly mostTokens: number;
  readonly context: (response: Response) => ResolverContext;
}

/** Only what says the word is read twice; what cannot be read the engine refuses. */
function isSubscription({ query, operationName }: Sent, maxTokens: number): boolean {
  if (typeof query !== 'string' || !/\bsubscription\b/.test(query)) return false;
  try {
    return getOperationAST(parse(query, { maxTokens, noLocation: true }), operationName)?.operation === OperationTypeNode.SUBSCRIPTION;
  } catch {
    return false;
  }
}

/** Known by its hash alone: whether it is a subscription shows only once it runs. */
const isHashAlone = ({ query, extensions }: Sent): boolean => query === undefined && extensions?.['persistedQuery'] !== undefined;

/** Answers subscriptions of who takes answers in pieces; everything else goes on. Its body must be read already: as JSON, which other sites' pages cannot send unasked. */
export const streamAnswers =
  ({ apollo, streams, mostTokens, context }: Parts): RequestHandler =>
  async (request, response, next) => {
    const form = request.method === 'POST' ? formOf(request.headers.accept) : null;
    const sent = (request.body ?? {}) as Sent;
    if (form === null || !(isSubscription(sent, mostTokens) || isHashAlone(sent))) return next();
    const contextValue = context(response);
    const { operation } = contextValue;
    streams.expect(operation);
    const { query, variables, operationName, extensions } = sent;
    const asked = {
      ...(query !== undefined && { query: query as string }),
      variables: variables ?? {},
      operationName: operationName ?? undefined,
      extensions: extensions ?? undefined,
    };
    const { http, body } = await apollo.executeOperation(asked, { contextValue });
    const events = streams.take(operation);
    if (events) return sendEvents(response, events, form);
    // A refusal, or a query that was known by its hash.
    const single: FormattedExecutionResult = body.kind === 'single' ? body.singleResult : {};
    response
      .status(http.status ?? ('data' in single ? 200 : 400))
      .set({ 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' })
      .send(await stringifyAnswer(single));
  };

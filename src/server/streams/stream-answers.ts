import type { ApolloServer } from '@apollo/server';
import { getOperationAST, OperationTypeNode, parse, type FormattedExecutionResult } from 'graphql';
import type { RequestHandler, Response } from 'express';
import type { ResolverContext } from '../../resolvers/context.js';
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

/** Answers subscriptions of who takes answers in pieces; everything else goes on. Its body must be read already: as JSON, which other sites' pages cannot send unasked. */
export const streamAnswers =
  ({ apollo, streams, mostTokens, context }: Parts): RequestHandler =>
  async (request, response, next) => {
    const form = request.method === 'POST' ? formOf(request.headers.accept) : null;
    const sent = (request.body ?? {}) as Sent;
    if (form === null || !isSubscription(sent, mostTokens)) return next();
    const contextValue = context(response);
    const { operation } = contextValue;
    streams.expect(operation);
    const { query, variables, operationName, extensions } = sent;
    const asked = {
      query: query as string,
      variables: variables ?? {},
      operationName: operationName ?? undefined,
      extensions: extensions ?? undefined,
    };
    const { http, body } = await apollo.executeOperation(asked, { contextValue });
    const events = streams.take(operation);
    if (events) return sendEvents(response, events, form);
    const refused = body.kind === 'single' ? (body.singleResult as FormattedExecutionResult) : {};
    response
      .status(http.status ?? 400)
      .set('Cache-Control', 'no-store')
      .json({ errors: refused.errors ?? [] });
  };

import type { ApolloServer } from '@apollo/server';
import { GraphQLError } from 'graphql';
import type { ExecutionResult, GraphQLSchema } from 'graphql';
import type { Platform, ResolverContext } from '../resolvers/context.js';
import type { Logger } from 'pino';
import type { DenseqlError } from '../core/errors.js';
import { createApollo } from './apollo.js';
import { requestProblem } from './check-request-size.js';
import { createOperation } from './create-operation.js';
import { joinedSignal } from './joined-signal.js';
import { refusal } from './stop-gate.js';
import type { UnderWay } from './under-way.js';

interface InProcessParts {
  readonly schema: GraphQLSchema;
  readonly platform: Platform;
  readonly log: Logger;
  readonly underWay: UnderWay;
}

export type Execute = (
  query: string,
  variables?: Readonly<Record<string, unknown>>,
  options?: { readonly signal?: AbortSignal },
) => Promise<ExecutionResult>;

/** Queries without a transport. The engine behind them starts with the first one. */
export function createInProcess({ schema, platform, log, underWay }: InProcessParts): { execute: Execute; stop(): Promise<void> } {
  const { config } = platform;
  let engine: Promise<ApolloServer<ResolverContext>> | null = null;
  return {
    async execute(query, variables, options) {
      const problem = underWay.stopping ? refusal() : requestProblem({ query, variables }, config);
      if (problem) return { errors: [asGraphQLError(problem)] };
      const done = underWay.begin();
      const { signal, leave } = joinedSignal([underWay.over, ...(options?.signal ? [options.signal] : [])]);
      try {
        engine ??= startEngine(createApollo({ schema, config, log }));
        const operation = createOperation(config, signal);
        const { body } = await (
          await engine
        ).executeOperation({ query, variables: { ...variables } }, { contextValue: { platform, operation } });
        // Answers in parts need graphql 17.
        if (body.kind !== 'single') throw new Error('An answer in parts was not asked for.');
        return body.singleResult as ExecutionResult;
      } finally {
        leave();
        done();
      }
    },
    async stop() {
      await (await engine)?.stop();
    },
  };
}

async function startEngine(engine: ApolloServer<ResolverContext>): Promise<ApolloServer<ResolverContext>> {
  await engine.start();
  return engine;
}

const asGraphQLError = ({ message, code, details }: DenseqlError): GraphQLError =>
  new GraphQLError(message, { extensions: { code, ...details } });

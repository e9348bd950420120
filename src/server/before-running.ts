import type { ApolloServerPlugin } from '@apollo/server';
import { ApolloServerErrorCode } from '@apollo/server/errors';
import { getVariableValues, GraphQLError, Kind, type OperationDefinitionNode } from 'graphql';
import { DenseqlError } from '../core/errors.js';
import type { Asked } from '../resolvers/budget/selected-fields.js';
import type { ResolverContext } from '../resolvers/context.js';
import { toldValues } from './told-values.js';

/** An operation that is about to run, and what it was asked with. */
export interface AskedOperation extends Asked {
  readonly operation: OperationDefinitionNode;
}

/** Looks an operation over. @throws DenseqlError or GraphQLError that is the answer in place of it */
export type Check = (asked: AskedOperation, context: ResolverContext) => void;

/** Wrong variables as the execution answers them. */
export const withCode = ({ message, nodes }: GraphQLError): GraphQLError =>
  new GraphQLError(message, { nodes, extensions: { code: ApolloServerErrorCode.BAD_USER_INPUT, http: { status: 400 } } });

/** What a check refuses, as status 400, like the limits of the query's text: nothing of it ran. */
const refused = (error: unknown): unknown =>
  DenseqlError.is(error)
    ? new GraphQLError(error.message, { extensions: { code: error.code, ...error.details, http: { status: 400 } } })
    : error;

/** Reads what an operation is asked with, once, and holds it against checks, in order, before anything of it runs. */
export const beforeRunning = (checks: readonly Check[]): ApolloServerPlugin<ResolverContext> => ({
  requestDidStart: async () => ({
    didResolveOperation: async ({ schema, document, operation, request, contextValue }) => {
      if (!operation) return;
      const { coerced, errors } = getVariableValues(schema, operation.variableDefinitions ?? [], request.variables ?? {}, { maxErrors: 1 });
      if (errors) {
        const values = toldValues(request.variables ?? {});
        if (!values) throw withCode(errors[0]!);
        // The execution, which comes next, tells all that is wrong with them.
        request.variables = values;
        return;
      }
      const fragments = Object.fromEntries(
        document.definitions.flatMap((each) => (each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each] as const] : [])),
      );
      try {
        for (const check of checks) check({ schema, operation, fragments, variables: coerced }, contextValue);
      } catch (error) {
        throw refused(error);
      }
    },
  }),
});

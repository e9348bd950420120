import type { ApolloServerPlugin } from '@apollo/server';
import { ApolloServerErrorCode } from '@apollo/server/errors';
import { getVariableValues, GraphQLError, Kind } from 'graphql';
import type { ResolverContext } from '../resolvers/context.js';
import { findNullVariable } from './null-variables.js';

/** Refuses an operation with a variable that is null where a value must be, before anything of it runs, as GraphQL refuses other wrong variables. */
export const nullVariablesPlugin: ApolloServerPlugin<ResolverContext> = {
  requestDidStart: async () => ({
    didResolveOperation: async ({ schema, document, operation, request }) => {
      if (!operation) return;
      const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], request.variables ?? {}, { maxErrors: 1 });
      // Wrong ones are told by the execution, which comes next.
      if (!coerced) return;
      const fragments = new Map(
        document.definitions.flatMap((each) => (each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each] as const] : [])),
      );
      const found = findNullVariable({ schema, operation, fragments, variables: coerced });
      if (!found) return;
      const { node, field } = found;
      const is = Object.hasOwn(coerced, node.name.value) ? 'null' : 'not given';
      throw new GraphQLError(`${field}: must not be null, and the variable $${node.name.value} is ${is}.`, {
        nodes: [node],
        extensions: { code: ApolloServerErrorCode.BAD_USER_INPUT, field, http: { status: 400 } },
      });
    },
  }),
};

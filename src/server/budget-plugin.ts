import type { ApolloServerPlugin } from '@apollo/server';
import { getVariableValues, GraphQLError, Kind, type FragmentDefinitionNode } from 'graphql';
import type { BudgetLimits } from '../core/budget.js';
import { DenseqlError } from '../core/errors.js';
import { checkStated } from '../resolvers/budget/count-operation.js';
import type { ResolverContext } from '../resolvers/context.js';

/** As status 400, like the limits of the query's text: nothing of it ran. */
const refused = ({ code, message, details }: DenseqlError): GraphQLError =>
  new GraphQLError(message, { extensions: { code, ...details, http: { status: 400 } } });

/** Refuses an operation that states more than its budget before anything of it runs. */
export const budgetPlugin = (limits: BudgetLimits): ApolloServerPlugin<ResolverContext> => ({
  requestDidStart: async () => ({
    didResolveOperation: async ({ schema, document, operation, request, contextValue }) => {
      if (!operation) return;
      const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], request.variables ?? {}, { maxErrors: 1 });
      // Wrong ones are told by the execution, which comes next.
      if (!coerced) return;
      const definitions = document.definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
      const fragments: Record<string, FragmentDefinitionNode> = Object.fromEntries(
        definitions.map((fragment) => [fragment.name.value, fragment]),
      );
      const tasks = new Set(contextValue.platform.registry.tasks().map(({ name }) => name));
      try {
        checkStated(operation, { schema, fragments, variables: coerced }, tasks, limits);
      } catch (error) {
        throw DenseqlError.is(error) ? refused(error) : error;
      }
    },
  }),
});

import { GraphQLError } from 'graphql';
import type { ValidationRule } from 'graphql';

/** Refuses mutations and subscriptions of a schema that has none: GraphQL itself would find out only while executing. */
export const knownOperations: ValidationRule = (context) => ({
  OperationDefinition(node) {
    if (context.getSchema().getRootType(node.operation)) return;
    context.reportError(new GraphQLError(`There is no ${node.operation} here; ask a query, or a subscription.`, { nodes: node }));
  },
});

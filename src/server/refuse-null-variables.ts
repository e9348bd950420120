import { ApolloServerErrorCode } from '@apollo/server/errors';
import { GraphQLError } from 'graphql';
import type { Check } from './before-running.js';
import { findNullVariable } from './null-variables.js';

/** Refuses an operation with a variable that is null where a value must be, as GraphQL refuses other wrong variables. */
export const refuseNullVariables: Check = (asked) => {
  const found = findNullVariable(asked);
  if (!found) return;
  const { node, field } = found;
  const is = Object.hasOwn(asked.variables, node.name.value) ? 'null' : 'not given';
  throw new GraphQLError(`${field}: must not be null, and the variable $${node.name.value} is ${is}.`, {
    nodes: [node],
    extensions: { code: ApolloServerErrorCode.BAD_USER_INPUT, field, http: { status: 400 } },
  });
};

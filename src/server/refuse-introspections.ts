import { GraphQLError, Kind } from 'graphql';
import { selectedRootNames } from '../resolvers/budget/selected-fields.js';
import { badInput } from '../core/errors.js';
import type { Check } from './before-running.js';

/** Times that one operation may read the schema. Tools read it once; GraphQL answers all of it in one piece. */
export const MOST_INTROSPECTIONS = 5;

/** Refuses an operation that reads the schema over and over, by aliases. */
export const refuseIntrospections: Check = (asked) => {
  const names = selectedRootNames(
    { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '' }, selectionSet: asked.operation.selectionSet },
    asked,
  );
  const count = names.filter((name) => name === '__schema' || name === '__type').length;
  if (count <= MOST_INTROSPECTIONS) return;
  const { code, message, details } = badInput(
    'query',
    `it reads the schema ${count} times, at most ${MOST_INTROSPECTIONS} are allowed; /schema.graphql has all of it.`,
  );
  throw new GraphQLError(message, { extensions: { code, ...details, http: { status: 400 } } });
};

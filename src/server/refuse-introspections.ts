import { badInput } from '../core/errors.js';
import { selectedRootNames } from '../resolvers/budget/selected-fields.js';
import type { Check } from './before-running.js';

/** Times that one operation may read the schema. Tools read it once; GraphQL answers all of it in one piece. */
export const MOST_INTROSPECTIONS = 5;

/** Refuses an operation that reads the schema over and over, by aliases. */
export const refuseIntrospections: Check = (asked) => {
  const count = selectedRootNames(asked.operation, asked).filter((name) => name === '__schema' || name === '__type').length;
  if (count <= MOST_INTROSPECTIONS) return;
  throw badInput('query', `it reads the schema ${count} times, at most ${MOST_INTROSPECTIONS} are allowed; /schema.graphql has all of it.`);
};

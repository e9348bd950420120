import type { DocumentNode, GraphQLError } from 'graphql';
// buildASTSchema's own check throws without nodes, so that its messages name no owner.
import { validateSDL } from 'graphql/validation/validate.js';
import { ownersOf } from './owners.js';

const line = (error: GraphQLError): string => (error.nodes?.length ? `${error.message} (${ownersOf(error.nodes)})` : error.message);

/** @throws Error with one line a problem, each naming the owners, e.g. both of a clash */
export function checkSdl(document: DocumentNode): void {
  const errors = validateSDL(document);
  if (errors.length > 0) throw new Error(`The schema does not fit together.\n${errors.map(line).join('\n')}`);
}

import type { DocumentNode, GraphQLError } from 'graphql';
// buildASTSchema's own check throws without nodes, so that its messages name no owner.
import { validateSDL } from 'graphql/validation/validate.js';
import { ownersOf } from './owners.js';

const line = ({ message, nodes }: GraphQLError): string => {
  if (!nodes?.length) return message;
  const owners = ownersOf(nodes);
  // What is there twice is what a plugin has added to somebody's.
  const wayOut = nodes.length > 1 && owners.includes('plugin "') ? ' Rename what the plugin adds.' : '';
  return `${message} (${owners})${wayOut}`;
};

/** @throws Error with one line a problem, each naming the owners, e.g. both of a clash */
export function checkSdl(document: DocumentNode): void {
  const errors = validateSDL(document);
  if (errors.length > 0) throw new Error(`The schema does not fit together.\n${errors.map(line).join('\n')}`);
}

import { isInterfaceType, type GraphQLSchema } from 'graphql';
import { ownerOf } from './owners.js';

/** The interface that tasks extend. */
const VISUAL = 'Visual';

/**
 * Every question about a visual has somebody who answers it: fields with arguments, and fields that an extension adds.
 * Plain fields of the interface itself may be properties of the value.
 * @throws Error naming the field and its owner
 */
export function checkVisual(schema: GraphQLSchema, owners: ReadonlyMap<string, string>): void {
  const visual = schema.getType(VISUAL);
  if (!isInterfaceType(visual)) return;
  const added = new Set(visual.extensionASTNodes.flatMap((node) => node.fields ?? []));
  for (const field of Object.values(visual.getFields())) {
    if (owners.has(`${VISUAL}.${field.name}`)) continue;
    if (field.args.length === 0 && !(field.astNode && added.has(field.astNode))) continue;
    const bare = schema.getPossibleTypes(visual).find((type) => !owners.has(`${type.name}.${field.name}`));
    if (bare) throw new Error(`${VISUAL}.${field.name} (${ownerOf(field.astNode)}) has no resolver.`);
  }
}

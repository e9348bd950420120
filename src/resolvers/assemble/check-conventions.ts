import { Kind, visit, type DocumentNode, type FieldDefinitionNode, type InputValueDefinitionNode } from 'graphql';
import { ownersOf } from './owners.js';

/**
 * What GraphQL allows and this schema does not:
 * an argument or option with a default that is nullable (null would be a second way to leave it out; a @oneOf member
 * has no default anyway), and a non-null field that a plugin adds to a type of somebody else (its failure would take
 * the whole result along).
 *
 * @param pluginSdl documents of plugins only, for the second rule
 * @throws Error with one line a problem, each naming the owner
 */
export function checkConventions(document: DocumentNode, pluginSdl: DocumentNode): void {
  const problems: string[] = [];
  visit(document, {
    InputValueDefinition(node: InputValueDefinitionNode) {
      if (node.defaultValue && node.type.kind !== Kind.NON_NULL_TYPE)
        problems.push(`"${node.name.value}" has a default and must be non-null, e.g. Int! = 1 (${ownersOf([node])})`);
    },
  });
  const own = new Set(
    pluginSdl.definitions.flatMap((node) =>
      node.kind === Kind.OBJECT_TYPE_DEFINITION ? [`${node.name.value}|${node.loc?.source.name}`] : [],
    ),
  );
  for (const node of pluginSdl.definitions) {
    if (node.kind !== Kind.OBJECT_TYPE_EXTENSION && node.kind !== Kind.INTERFACE_TYPE_EXTENSION) continue;
    if (own.has(`${node.name.value}|${node.loc?.source.name}`)) continue;
    for (const field of node.fields ?? ([] as readonly FieldDefinitionNode[]))
      if (field.type.kind === Kind.NON_NULL_TYPE)
        problems.push(`"${node.name.value}.${field.name.value}" is added by a plugin and must be nullable (${ownersOf([field])})`);
  }
  if (problems.length > 0) throw new Error(`The schema breaks a convention.\n${problems.join('\n')}`);
}

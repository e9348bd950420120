import { Kind, type DocumentNode, type InputValueDefinitionNode, type TypeNode, type ValueNode } from 'graphql';
import { ownersOf } from './owners.js';

type Fields = ReadonlyMap<string, readonly InputValueDefinitionNode[]>;

const nameOf = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type));

/** Input types that a literal has objects of. */
function objectsIn(type: string, value: ValueNode, fields: Fields): string[] {
  if (value.kind === Kind.LIST) return value.values.flatMap((item) => objectsIn(type, item, fields));
  if (value.kind !== Kind.OBJECT) return [];
  const inner = value.fields.flatMap(({ name, value: member }) => {
    const field = fields.get(type)?.find((each) => each.name.value === name.value);
    return field ? objectsIn(nameOf(field.type), member, fields) : [];
  });
  return [type, ...inner];
}

/**
 * No default holds an object of an input type whose own defaults lead back to it, as in `input A { more: [A!]! = [{}] }`: graphql-js, which
 * reads all defaults of a type before its fields are known, would go round until the stack ends, and name nobody.
 *
 * @throws Error naming the field and its owner
 */
export function checkDefaultCycles(document: DocumentNode): void {
  const fields = new Map<string, InputValueDefinitionNode[]>();
  for (const node of document.definitions)
    if (node.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION || node.kind === Kind.INPUT_OBJECT_TYPE_EXTENSION)
      fields.set(node.name.value, [...(fields.get(node.name.value) ?? []), ...(node.fields ?? [])]);

  const done = new Set<string>();
  const visit = (type: string, within: readonly string[]): void => {
    if (done.has(type)) return;
    for (const field of fields.get(type) ?? [])
      for (const next of field.defaultValue ? objectsIn(nameOf(field.type), field.defaultValue, fields) : []) {
        if (next === type || within.includes(next))
          throw new Error(
            `The default of ${type}.${field.name.value} (${ownersOf([field])}) leads back to ${next}, whose default it is part of.`,
          );
        visit(next, [...within, type]);
      }
    done.add(type);
  };
  for (const type of fields.keys()) visit(type, []);
}

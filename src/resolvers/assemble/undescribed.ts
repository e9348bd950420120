import { parse, visit, type ASTNode, type StringValueNode } from 'graphql';

/** Names of the nodes above one, and its own, e.g. `PaletteMethod.stripes`. */
const written = (names: readonly string[], own: string): string => [...names, own].join('.');

/**
 * What of a plugin's SDL has no description, e.g. `PaletteOptions.weight`: forms, schema pages and clients show these texts, and nobody else writes them.
 * @param sdl that can be read
 */
export function undescribed(sdl: string): readonly string[] {
  const missing: string[] = [];
  const above: string[] = [];
  const enter = (
    node: ASTNode & { readonly name: { readonly value: string }; readonly description?: StringValueNode | undefined },
  ): void => {
    const isExtension = node.kind.endsWith('Extension');
    if (!isExtension && !node.description?.value.trim()) missing.push(written(above, node.name.value));
    above.push(node.name.value);
  };
  const both = { enter, leave: () => void above.pop() };
  visit(parse(sdl), {
    ObjectTypeDefinition: both,
    ObjectTypeExtension: both,
    InterfaceTypeDefinition: both,
    InterfaceTypeExtension: both,
    InputObjectTypeDefinition: both,
    InputObjectTypeExtension: both,
    EnumTypeDefinition: both,
    EnumTypeExtension: both,
    UnionTypeDefinition: both,
    ScalarTypeDefinition: both,
    FieldDefinition: both,
    InputValueDefinition: both,
    EnumValueDefinition: both,
  });
  return missing;
}

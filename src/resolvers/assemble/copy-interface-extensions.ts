import { Kind, type DefinitionNode, type DocumentNode, type InterfaceTypeExtensionNode, type NamedTypeNode } from 'graphql';

interface Implementer {
  readonly name: string;
  readonly isInterface: boolean;
}

/** Types that implement an interface, by the interface's name; what an extension adds counts. */
function implementers(definitions: readonly DefinitionNode[]): Map<string, Implementer[]> {
  const found = new Map<string, Implementer[]>();
  const add = (name: string, isInterface: boolean, interfaces: readonly NamedTypeNode[]): void => {
    for (const { name: implemented } of interfaces)
      found.set(implemented.value, [...(found.get(implemented.value) ?? []), { name, isInterface }]);
  };
  for (const node of definitions) {
    if (node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.OBJECT_TYPE_EXTENSION)
      add(node.name.value, false, node.interfaces ?? []);
    if (node.kind === Kind.INTERFACE_TYPE_DEFINITION || node.kind === Kind.INTERFACE_TYPE_EXTENSION)
      add(node.name.value, true, node.interfaces ?? []);
  }
  return found;
}

/**
 * GraphQL wants every field of an interface written out on its implementing types. A task says it once, by
 * `extend interface Visual`; here it is copied onto those types. The nodes keep their source, and so their owner.
 */
export function copyInterfaceExtensions(document: DocumentNode): DocumentNode {
  const byInterface = implementers(document.definitions);
  const copies = document.definitions
    .filter((node): node is InterfaceTypeExtensionNode => node.kind === Kind.INTERFACE_TYPE_EXTENSION && (node.fields?.length ?? 0) > 0)
    .flatMap((extension) =>
      // A type that implements the interface through another one lists both, as GraphQL demands.
      (byInterface.get(extension.name.value) ?? []).map(({ name, isInterface }): DefinitionNode => ({
        kind: isInterface ? Kind.INTERFACE_TYPE_EXTENSION : Kind.OBJECT_TYPE_EXTENSION,
        name: { ...extension.name, value: name },
        fields: extension.fields,
        loc: extension.loc,
      })),
    );
  return { ...document, definitions: [...document.definitions, ...copies] };
}

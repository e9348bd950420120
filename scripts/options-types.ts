import { getNamedType, isEnumType, isInputObjectType, isListType, isNonNullType, Kind } from 'graphql';
import type { DocumentNode, GraphQLEnumType, GraphQLInputObjectType, GraphQLInputType, GraphQLNamedType, GraphQLSchema } from 'graphql';

// What a plugin's methods take, as TypeScript that imports nothing: plugins know src/core/index.ts alone. @graphql-codegen/typescript would write
// Maybe<Scalars['Float']['input']> and a table of all scalars into each of them.

type Declared = GraphQLEnumType | GraphQLInputObjectType;
const isDeclared = (type: GraphQLNamedType): type is Declared => isEnumType(type) || isInputObjectType(type);

const SCALARS: Readonly<Record<string, string>> = { ID: 'string', String: 'string', Boolean: 'boolean', Int: 'number', Float: 'number' };

/** As a method gets it: complete, so that what is absent and has no default is null. */
const typeOf = (type: GraphQLInputType): string => (isNonNullType(type) ? present(type.ofType) : `${present(type)} | null`);

function present(type: GraphQLInputType): string {
  if (isListType(type)) {
    const inner = typeOf(type.ofType);
    return inner.includes(' ') ? `readonly (${inner})[]` : `readonly ${inner}[]`;
  }
  const named = getNamedType(type);
  return isDeclared(named) ? named.name : (SCALARS[named.name] ?? 'unknown');
}

function comment(text: string | null | undefined, indent = ''): string {
  if (!text) return '';
  const lines = text.replaceAll('*/', '*\\/').split('\n');
  if (lines.length === 1) return `${indent}/** ${lines[0]} */\n`;
  return `${indent}/**\n${lines.map((line) => `${indent} * ${line}`.trimEnd()).join('\n')}\n${indent} */\n`;
}

function declaration(type: Declared): string {
  if (isEnumType(type)) {
    const values = type.getValues().map(({ name, description }) => `\n${comment(description, '  ')}  | '${name}'`);
    return `${comment(type.description)}export type ${type.name} =${values.join('')};\n`;
  }
  const fields = Object.values(type.getFields()).map(
    ({ name, type: of, description }) => `${comment(description, '  ')}  readonly ${name}: ${typeOf(of)};\n`,
  );
  return `${comment(type.description)}export interface ${type.name} {\n${fields.join('')}}\n`;
}

/** The types of the members that a plugin's document adds to inputs of tasks, and all that those refer to, in order of first use. */
function typesOf(document: DocumentNode, schema: GraphQLSchema): Declared[] {
  const found = new Set<Declared>();
  const visit = (type: GraphQLNamedType): void => {
    if (!isDeclared(type) || found.has(type)) return;
    found.add(type);
    if (isInputObjectType(type)) for (const field of Object.values(type.getFields())) visit(getNamedType(field.type));
  };
  for (const node of document.definitions) {
    if (node.kind !== Kind.INPUT_OBJECT_TYPE_EXTENSION) continue;
    const input = schema.getType(node.name.value) as GraphQLInputObjectType;
    for (const { name } of node.fields ?? []) visit(getNamedType(input.getFields()[name.value]!.type));
  }
  return [...found];
}

/** The text of a plugin's options.generated.ts. */
export const optionsTypes = (document: DocumentNode, schema: GraphQLSchema): string =>
  `// Written by \`npm run codegen\` from plugin.graphql; edit that.\n\n${typesOf(document, schema).map(declaration).join('\n')}`;

import { collectSubFields } from '@graphql-tools/utils';
import {
  getNamedType,
  isAbstractType,
  isObjectType,
  Kind,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';

/** What a query was asked with. */
export interface Asked {
  readonly schema: GraphQLSchema;
  readonly fragments: Record<string, FragmentDefinitionNode>;
  /** Read and checked by the schema. */
  readonly variables: Record<string, unknown>;
}

/** A field that will be executed, with all that the query says of it: equal names in several fragments are one field. */
export interface SelectedField {
  readonly parent: GraphQLObjectType;
  readonly field: GraphQLField<unknown, unknown>;
  readonly nodes: readonly FieldNode[];
}

/** What a field's value may be: the object types of it; none for a leaf. */
export function objectTypesOf(type: GraphQLOutputType, schema: GraphQLSchema): readonly GraphQLObjectType[] {
  const named = getNamedType(type);
  if (isObjectType(named)) return [named];
  return isAbstractType(named) ? schema.getPossibleTypes(named) : [];
}

/** The fields below `nodes` on a value of one type, as GraphQL will execute them: @skip, @include and fragments considered; those of introspection left out. */
export function selectedFields(parent: GraphQLObjectType, nodes: readonly FieldNode[], asked: Asked): readonly SelectedField[] {
  const { fields } = collectSubFields(asked.schema, asked.fragments, asked.variables, parent, nodes as FieldNode[]);
  const known = parent.getFields();
  return [...fields.values()].flatMap((group) => {
    const field = known[group[0]!.name.value];
    return field ? [{ parent, field, nodes: group }] : [];
  });
}

/** The names of all fields that are selected below a field that is being resolved, at any depth. */
export function namesSelected({ schema, fragments, variableValues, returnType, fieldNodes }: GraphQLResolveInfo): ReadonlySet<string> {
  const asked: Asked = { schema, fragments, variables: variableValues };
  const names = new Set<string>();
  // Fragments that are spread twice a level would be walked for ever.
  const seen = new Set<FieldNode>();
  const visit = (type: GraphQLOutputType, nodes: readonly FieldNode[]): void => {
    const fresh = nodes.filter((node) => !seen.has(node));
    if (fresh.length === 0) return;
    for (const node of fresh) seen.add(node);
    for (const parent of objectTypesOf(type, schema))
      for (const { field, nodes: below } of selectedFields(parent, fresh, asked)) {
        names.add(field.name);
        visit(field.type, below);
      }
  };
  visit(returnType, fieldNodes);
  return names;
}

/** A field around an operation, so that its selections are read as those of any field. */
export const asField = ({ selectionSet }: OperationDefinitionNode): FieldNode => ({
  kind: Kind.FIELD,
  name: { kind: Kind.NAME, value: '' },
  selectionSet,
});

/** The names of the root fields that an operation will execute, those of introspection too; a field asked for under several aliases is there several times. */
export function selectedRootNames(operation: OperationDefinitionNode, { schema, fragments, variables }: Asked): readonly string[] {
  const root = schema.getRootType(operation.operation);
  if (!root) return [];
  return [...collectSubFields(schema, fragments, variables, root, [asField(operation)]).fields.values()].map(
    (group) => group[0]!.name.value,
  );
}

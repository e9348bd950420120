import {
  getNamedType,
  getNullableType,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  getDirectiveValues,
  isInputObjectType,
  isListType,
  isNonNullType,
  Kind,
  TypeInfo,
  visit,
  visitWithTypeInfo,
  type ArgumentNode,
  type FieldNode,
  type FragmentSpreadNode,
  type GraphQLArgument,
  type GraphQLInputType,
  type InlineFragmentNode,
  type ValueNode,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type VariableNode,
} from 'graphql';
import type { AskedOperation } from './before-running.js';

/** A variable that is null where no null may stand. */
export interface NullVariable {
  readonly node: VariableNode;
  /** What it stands for, as the client wrote it, e.g. `sources[1].sample`. */
  readonly field: string;
}

type Selection = FieldNode | InlineFragmentNode | FragmentSpreadNode;
type Place = readonly [field: string, type: GraphQLInputType, mayBeAbsent: boolean];

/** Looks through the values of one argument. */
class ValueWalk {
  constructor(private readonly variables: Readonly<Record<string, unknown>>) {}

  /** @param place whether what is absent has a default there */
  find(value: ValueNode, [field, type, mayBeAbsent]: Place): NullVariable | null {
    switch (value.kind) {
      case Kind.VARIABLE: {
        const given = this.variables[value.name.value];
        const fits = given === undefined ? mayBeAbsent : given !== null;
        return isNonNullType(type) && !fits ? { node: value, field } : null;
      }
      case Kind.LIST: {
        const list = getNullableType(type);
        if (!isListType(list)) return null;
        return firstOf(value.values, (item, index) => this.find(item, [`${field}[${index}]`, list.ofType, false]));
      }
      case Kind.OBJECT: {
        // One object stands for a list of it.
        const object = getNamedType(type);
        if (!isInputObjectType(object)) return null;
        const members = object.getFields();
        return firstOf(value.fields, ({ name, value: inner }) => {
          const member = members[name.value];
          if (!member) return null;
          const path = `${field}.${name.value}`;
          if (object.isOneOf && inner.kind === Kind.VARIABLE && (this.variables[inner.name.value] ?? null) === null)
            return { node: inner, field: path };
          return this.find(inner, [path, member.type, member.defaultValue !== undefined]);
        });
      }
      default:
        return null;
    }
  }
}

function firstOf<Item>(items: readonly Item[], find: (item: Item, index: number) => NullVariable | null): NullVariable | null {
  for (const [index, item] of items.entries()) {
    const found = find(item, index);
    if (found) return found;
  }
  return null;
}

/**
 * The first variable that is null, or absent, where a value must be: as the one member of a `@oneOf` input, or in a place that is non-null where the variable
 * has a default, which an explicit null overrides. Validation lets both pass (the first because of how graphql 16 reads positions that are non-null), and
 * execution then fails with an error that has no code.
 */
export function findNullVariable({ schema, operation, fragments, variables }: AskedOperation): NullVariable | null {
  const walk = new ValueWalk(variables);
  const seen = new Set<string>();
  let found: NullVariable | null = null;

  const among = (given: readonly ArgumentNode[] | undefined, known: readonly GraphQLArgument[]): NullVariable | null =>
    firstOf(given ?? [], ({ name, value }) => {
      const argument = known.find((each) => each.name === name.value);
      return argument ? walk.find(value, [argument.name, argument.type, argument.defaultValue !== undefined]) : null;
    });
  const isLeftOut = (node: Selection): boolean =>
    getDirectiveValues(GraphQLSkipDirective, node, variables)?.['if'] === true ||
    getDirectiveValues(GraphQLIncludeDirective, node, variables)?.['if'] === false;
  /** Of the directives first: without them nobody knows whether the rest counts. */
  const ofDirectives = ({ directives }: Selection): NullVariable | null =>
    firstOf(directives ?? [], ({ name, arguments: given }) => among(given, schema.getDirective(name.value)?.args ?? []));

  const look = (root: OperationDefinitionNode | FragmentDefinitionNode): void => {
    const info = new TypeInfo(schema);
    /** Whether what is below is looked at. */
    const enter = (node: Selection): boolean => {
      found ??= ofDirectives(node);
      return found === null && !isLeftOut(node);
    };
    visit(
      root,
      visitWithTypeInfo(info, {
        InlineFragment: (node) => (enter(node) ? undefined : false),
        FragmentSpread(node) {
          if (!enter(node) || seen.has(node.name.value)) return;
          seen.add(node.name.value);
          const fragment = fragments[node.name.value];
          if (fragment) look(fragment);
        },
        Field(node) {
          if (!enter(node)) return false;
          found = among(node.arguments, info.getFieldDef()?.args ?? []);
          return found === null ? undefined : false;
        },
      }),
    );
  };
  look(operation);
  return found;
}

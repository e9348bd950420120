import { astFromValue, GraphQLFloat, GraphQLInt, GraphQLString, Kind } from 'graphql';
import type { ArgumentNode, GraphQLInputType, ObjectFieldNode, SelectionNode, ValueNode } from 'graphql';
import type { Option } from '../model/options';
import type { Values } from '../model/view';

// Short names for the parts of a query that the page writes.

export const name = (value: string) => ({ kind: Kind.NAME, value }) as const;
export const textNode = (value: string): ValueNode => ({ kind: Kind.STRING, value });
export const enumNode = (value: string): ValueNode => ({ kind: Kind.ENUM, value });
export const numberNode = (value: number): ValueNode => astFromValue(value, Number.isInteger(value) ? GraphQLInt : GraphQLFloat)!;
export const listNode = (values: readonly ValueNode[]): ValueNode => ({ kind: Kind.LIST, values });
export const objectNode = (fields: readonly (readonly [string, ValueNode])[]): ValueNode => ({
  kind: Kind.OBJECT,
  fields: fields.map(([key, value]): ObjectFieldNode => ({ kind: Kind.OBJECT_FIELD, name: name(key), value })),
});
export const argument = (key: string, value: ValueNode): ArgumentNode => ({ kind: Kind.ARGUMENT, name: name(key), value });
export const selections = (nodes: readonly SelectionNode[]) => ({ kind: Kind.SELECTION_SET, selections: nodes }) as const;

/** The values that are given, in the order of the options that they are for. */
export function valueNodes(options: readonly Option[], values: Values): [string, ValueNode][] {
  return options.flatMap((option) => {
    if (!(option.name in values)) return [];
    const node = valueNode(values[option.name], option.inputType);
    return node ? [[option.name, node] as [string, ValueNode]] : [];
  });
}

/** A value that does not fit its type is left to the server to refuse in words. */
function valueNode(value: unknown, type: GraphQLInputType): ValueNode | null {
  try {
    return astFromValue(value, type) ?? null;
  } catch {
    return astFromValue(JSON.stringify(value), GraphQLString) ?? null;
  }
}

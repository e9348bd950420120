import type { GraphQLAbstractType, GraphQLSchema } from 'graphql';
import { contained } from '../../core/call/contained.js';
import { DenseqlError } from '../../core/errors.js';
import { isThenable } from './is-thenable.js';

/**
 * Contains how a plugin tells which type a value of its interface or union is of: by `__resolveType`, which gets the value alone, or the value's `__typename`.
 * Whatever else it says is its failure: GraphQL's own complaint names no plugin.
 */
export function containType(schema: GraphQLSchema, type: GraphQLAbstractType, plugin: string): void {
  const inner = type.resolveType as ((value: unknown) => unknown) | null | undefined;
  const known = new Set(schema.getPossibleTypes(type).map(({ name }) => name));
  const named = (name: unknown): string => {
    if (typeof name === 'string' && known.has(name)) return name;
    throw new DenseqlError('PLUGIN_FAILED', `Plugin "${plugin}": a value of ${type.name} is of none of its types.`, { plugin });
  };
  type.resolveType = (value: unknown) =>
    contained({ plugin, doing: `told the type of a ${type.name}` }, () => {
      const name = inner ? inner(value) : (value as { __typename?: unknown }).__typename;
      if (!isThenable(name)) return named(name);
      return name.then((later) => contained({ plugin, doing: `told the type of a ${type.name}` }, () => named(later)));
    });
}

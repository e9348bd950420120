import { isInterfaceType, isObjectType, type GraphQLSchema } from 'graphql';
import type { OwnedResolvers } from './parts.js';

/** Resolvers by type and field, and whose they are by `Type.field`. */
export interface MergedResolvers {
  readonly resolvers: Readonly<Record<string, object>>;
  readonly owners: ReadonlyMap<string, string>;
}

/** A map of fields, where a scalar or a class instance is one value. */
export const isPlainMap = (value: object): boolean => [Object.prototype, null].includes(Object.getPrototypeOf(value) as object | null);

/**
 * Puts all resolvers into one map.
 * @throws Error for a second resolver of one field, naming both owners
 */
export function mergeResolvers(all: readonly OwnedResolvers[]): MergedResolvers {
  const resolvers: Record<string, object> = {};
  const owners = new Map<string, string>();
  const claim = (name: string, owner: string): void => {
    const other = owners.get(name);
    if (other !== undefined) throw new Error(`${name} has two resolvers: of ${other} and of ${owner}.`);
    owners.set(name, owner);
  };
  for (const { owner, resolvers: types } of all)
    for (const [type, fields] of Object.entries(types)) {
      if (!isPlainMap(fields)) {
        claim(type, owner);
        resolvers[type] = fields;
        continue;
      }
      for (const field of Object.keys(fields)) claim(`${type}.${field}`, owner);
      resolvers[type] = { ...resolvers[type], ...fields };
    }
  return { resolvers, owners };
}

/**
 * A type's own resolver hides the one inherited from an interface: that is a second resolver, too, unless both have the
 * same owner.
 * @throws Error naming both owners
 */
export function checkInherited(schema: GraphQLSchema, owners: ReadonlyMap<string, string>): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) && !isInterfaceType(type)) continue;
    for (const parent of type.getInterfaces())
      for (const field of Object.keys(parent.getFields())) {
        const own = owners.get(`${type.name}.${field}`);
        const inherited = owners.get(`${parent.name}.${field}`);
        if (own !== undefined && inherited !== undefined && own !== inherited)
          throw new Error(`${type.name}.${field} has two resolvers: of ${own}, and of ${inherited} through ${parent.name}.`);
      }
  }
}

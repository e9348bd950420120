import { isObjectType, type GraphQLObjectType, type GraphQLSchema } from 'graphql';
import { ownerOf, pluginSource } from './owners.js';

const hasResolver = (type: GraphQLObjectType, field: string, owners: ReadonlyMap<string, string>): boolean =>
  [type, ...type.getInterfaces()].some(({ name }) => owners.has(`${name}.${field}`));

/**
 * Every field that a plugin adds to a type of somebody else has a resolver, and so has every field of the root types: the values of those types hold nothing of the
 * plugin's, so that the field would be null for ever.
 *
 * @param plugins names of all plugins
 * @param owners of resolvers, by `Type.field`
 * @throws Error naming the field and its owner
 */
export function checkAdded(schema: GraphQLSchema, plugins: readonly string[], owners: ReadonlyMap<string, string>): void {
  const sources = new Set(plugins.map(pluginSource));
  const roots = new Set([schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()]);
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    for (const { name, astNode } of Object.values(type.getFields())) {
      const owner = ownerOf(astNode);
      if (!sources.has(owner) || (owner === ownerOf(type.astNode) && !roots.has(type))) continue;
      if (!hasResolver(type, name, owners)) throw new Error(`${type.name}.${name} (${owner}) has no resolver, and would be null for ever.`);
    }
  }
}

import {
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  type ASTNode,
  type GraphQLNamedType,
  type GraphQLSchema,
} from 'graphql';
import { isPlainMap } from './merge-resolvers.js';
import { ownerOf, pluginSource } from './owners.js';
import type { OwnedResolvers } from './parts.js';

/** Where a resolver's name is declared in a type; null where it is not. What tells about the type as a whole (`__resolveType`) is declared with it. */
function declaredAt(type: GraphQLNamedType, name: string): ASTNode | null {
  if (name.startsWith('__')) return type.astNode ?? null;
  if (isEnumType(type)) return type.getValue(name)?.astNode ?? null;
  if (isObjectType(type) || isInterfaceType(type)) return type.getFields()[name]?.astNode ?? null;
  return null;
}

/** What the host itself answers of each task: `id` and `meta`. */
function ofHost(schema: GraphQLSchema, tasks: readonly string[]): ReadonlyMap<string, string> {
  const visual = schema.getType('Visual');
  const fields = isInterfaceType(visual) ? visual.getFields() : {};
  return new Map(
    tasks.flatMap((task) => {
      const answer = fields[task] && getNamedType(fields[task].type).name;
      return answer ? ['id', 'meta'].map((member) => [`${answer}.${member}`, task] as const) : [];
    }),
  );
}

/**
 * A plugin brings resolvers for what its own SDL declares and for nothing else: one for another's field would replace what that answers.
 * @param tasks whose answers' `id` and `meta` are the host's, whoever declares them
 * @throws Error naming the plugin, the field and its owner
 */
export function checkOwners(schema: GraphQLSchema, brought: readonly OwnedResolvers[], tasks: readonly string[]): void {
  const given = ofHost(schema, tasks);
  for (const { owner, resolvers } of brought) {
    const source = pluginSource(owner);
    const refused = (name: string, node: ASTNode | null | undefined): Error =>
      new Error(
        `Plugin "${owner}" brings a resolver for ${name}, which is ${node ? `of ${ownerOf(node)}` : 'declared nowhere'}: only what its own SDL declares may have one.`,
      );
    for (const [name, fields] of Object.entries(resolvers)) {
      const type = schema.getType(name);
      if (!type) throw new Error(`Plugin "${owner}" brings resolvers for ${name}, a type that is not there.`);
      if (isInputObjectType(type)) throw new Error(`Plugin "${owner}" brings resolvers for ${name}, an input, which has none.`);
      if (!isPlainMap(fields)) {
        if (ownerOf(type.astNode) !== source) throw refused(name, type.astNode);
        continue;
      }
      for (const [field, resolver] of Object.entries(fields) as [string, unknown][]) {
        const task = given.get(`${name}.${field}`);
        if (task !== undefined)
          throw new Error(`Plugin "${owner}" brings a resolver for ${name}.${field}, which the host answers for the task "${task}".`);
        if (
          (isObjectType(type) || isInterfaceType(type)) &&
          typeof resolver !== 'function' &&
          (typeof resolver !== 'object' || resolver === null)
        )
          throw new Error(`Plugin "${owner}" brings a resolver for ${name}.${field} that is no function.`);
        const node = declaredAt(type, field);
        if (ownerOf(node) !== source) throw refused(`${name}.${field}`, node);
      }
    }
  }
}

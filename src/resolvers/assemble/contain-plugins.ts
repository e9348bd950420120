import { isAbstractType, isObjectType, type GraphQLField, type GraphQLSchema } from 'graphql';
import { contained } from '../../core/call/contained.js';
import { runMethod } from '../../core/call/run-method.js';
import { hearWithin } from '../../core/heard.js';
import type { ResolverContext } from '../context.js';
import { checkValue } from './check-value.js';
import { containType } from './contain-types.js';
import { isThenable } from './is-thenable.js';
import { ownerOf, pluginSource } from './owners.js';

type Field = GraphQLField<unknown, ResolverContext | undefined>;
type Answer = (source: unknown, args: object) => unknown;

/** What GraphQL reads where there is no resolver: a property, or a method that takes the field's arguments. */
const property =
  (name: string): Answer =>
  (source, args) => {
    const value = (source as Record<string, unknown> | null | undefined)?.[name];
    return typeof value === 'function' ? (source as Record<string, (asked: object) => unknown>)[name]!(args) : value;
  };

/**
 * A plugin's field: what it throws is the plugin's failure, and so is a value that is not of the field's type; what it never answers ends at the operation's
 * deadline. It gets source and arguments alone: GraphQL's context and info lead into the server.
 */
function containedField(plugin: string, type: string, { name, type: valueType, resolve }: Field): Field['resolve'] {
  const field = `${type}.${name}`;
  const answer = (resolve as Answer | undefined) ?? property(name);
  return (source, args: object, context) => {
    const value = contained({ plugin, doing: `answered ${field}` }, () => {
      const given = hearWithin(answer(source, args));
      return checkValue(valueType, given, { plugin, field });
    });
    if (!isThenable(value) || context === undefined) return value;
    const { signal, deadline } = context.operation;
    return runMethod({ plugin, method: field, signal, deadline, run: () => value });
  };
}

/**
 * Contains every field that a plugin's SDL declares, its own resolvers and plain properties alike, and its interfaces and unions. The field of a task is the
 * host's.
 * @param plugins names of all plugins
 * @param isHosts whether the host answers a field, by `Type.field`
 */
export function containPlugins(schema: GraphQLSchema, plugins: readonly string[], isHosts: (field: string) => boolean): void {
  const bySource = new Map(plugins.map((plugin) => [pluginSource(plugin), plugin]));
  for (const type of Object.values(schema.getTypeMap())) {
    const owner = bySource.get(ownerOf(type.astNode));
    if (isAbstractType(type) && owner !== undefined) containType(schema, type, owner);
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields()) as Field[]) {
      const plugin = bySource.get(ownerOf(field.astNode));
      if (plugin === undefined || isHosts(field.name)) continue;
      const resolve = containedField(plugin, type.name, field);
      if (resolve) field.resolve = resolve;
    }
  }
}

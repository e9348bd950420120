import { addResolversToSchema } from '@graphql-tools/schema';
import { assertValidSchema, buildASTSchema, type GraphQLSchema } from 'graphql';
import { checkAdded } from './assemble/check-added.js';
import { checkConventions } from './assemble/check-conventions.js';
import { checkDefaultCycles } from './assemble/check-default-cycles.js';
import { checkInputValues } from './assemble/check-input-values.js';
import { checkMethods } from './assemble/check-methods.js';
import { checkOwners } from './assemble/check-owners.js';
import { checkSdl } from './assemble/check-sdl.js';
import { checkVisual } from './assemble/check-visual.js';
import { containPlugins } from './assemble/contain-plugins.js';
import { copyInterfaceExtensions } from './assemble/copy-interface-extensions.js';
import { checkInherited, mergeResolvers } from './assemble/merge-resolvers.js';
import { openParts } from './assemble/open-parts.js';
import { pluginSource } from './assemble/owners.js';
import { parseSdl } from './assemble/parse-sdl.js';
import type { SchemaParts } from './assemble/parts.js';
import { measureAnswers } from './budget/measure-answers.js';

/**
 * Makes one schema of the core's SDL, the tasks that have a method, and the plugins' SDL.
 * Strict on purpose: nothing is merged in silence, a clash is refused with the names of both owners.
 *
 * @throws Error saying who and why: syntax, clash of types or fields, a broken convention, a default or a
 *   @constraint that does not fit, a method without a member in its task's input or one that can never run by default, two resolvers for one field, a resolver
 *   for what is another's, an added field without one
 */
export function assembleSchema(parts: SchemaParts): GraphQLSchema {
  const asked = new Set(parts.methods.map(({ task }) => task.name));
  const tasks = parts.tasks.filter(({ name }) => asked.has(name));

  const written = parseSdl([...parts.coreSdl, ...tasks.flatMap(({ sdl }) => sdl)], parts.pluginSdl);
  // Before copying: a clash on an interface is told once, not once more for every type that implements it.
  checkSdl(written);
  checkConventions(written, parseSdl([], parts.pluginSdl));
  const document = copyInterfaceExtensions(written);
  checkSdl(document);
  checkDefaultCycles(document);

  const schema = buildASTSchema(document, { assumeValidSDL: true });
  checkMethods(schema, parts.methods);
  // A member of a @oneOf input that is non-null passes everything but this.
  assertValidSchema(schema);

  const { resolvers, owners } = mergeResolvers([
    ...parts.coreResolvers.map((map) => ({ owner: 'the core', resolvers: map })),
    ...tasks.map(({ name, resolvers: map }) => ({ owner: `the task "${name}"`, resolvers: map })),
    ...parts.pluginResolvers.map(({ owner, resolvers: map }) => ({ owner: pluginSource(owner), resolvers: map })),
  ]);
  checkInputValues(schema, resolvers);
  checkInherited(schema, owners);
  checkVisual(schema, owners);
  const taskNames = tasks.map(({ name }) => name);
  checkOwners(schema, parts.pluginResolvers, taskNames);
  const plugins = parts.pluginSdl.map(({ owner }) => owner);
  checkAdded(schema, plugins, owners);
  const resolved = addResolversToSchema({ schema, resolvers: resolvers as never, inheritResolversFromInterfaces: true });
  containPlugins(resolved, plugins, (field) => taskNames.includes(field));
  openParts(resolved);
  measureAnswers(resolved);
  return resolved;
}

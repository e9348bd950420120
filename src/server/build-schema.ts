import { join } from 'node:path';
import type { GraphQLSchema } from 'graphql';
import type { PluginManifest } from '../core/plugin/plugin.js';
import { projectRoot } from '../core/project-root.js';
import { readCoreSdl, readPluginParts, readTasks } from '../resolvers/assemble/read-sdl.js';
import { coreResolvers, taskResolvers } from '../resolvers/index.js';
import { assembleSchema } from '../resolvers/schema.js';

/** The schema of a server with these plugins: the core's SDL, the tasks that have a method, what plugins add. @throws Error saying who is wrong */
export function buildSchema(plugins: readonly PluginManifest[]): GraphQLSchema {
  const folder = join(projectRoot(), 'schema');
  return assembleSchema({
    coreSdl: readCoreSdl(folder),
    coreResolvers,
    tasks: readTasks(folder, taskResolvers),
    ...readPluginParts(plugins),
  });
}

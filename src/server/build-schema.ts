import { join } from 'node:path';
import type { GraphQLSchema } from 'graphql';
import type { PluginManifest } from '../core/plugin/plugin.js';
import { projectRoot } from '../core/project-root.js';
import { readCoreSdl, readPluginParts, readTasks } from '../resolvers/assemble/read-sdl.js';
import { checkAnswers } from '../resolvers/assemble/check-answers.js';
import { coreResolvers } from '../resolvers/index.js';
import { assembleSchema } from '../resolvers/schema.js';
import { refuseLongEnumValues } from './long-enum-values.js';

/** The schema of a server with these plugins: the core's SDL, the tasks that have a method, what plugins add. @throws Error saying who is wrong */
export function buildSchema(plugins: readonly PluginManifest[]): GraphQLSchema {
  const folder = join(projectRoot(), 'schema');
  const brought = readPluginParts(plugins);
  const tasks = readTasks(folder, brought.methods);
  const schema = assembleSchema({ coreSdl: readCoreSdl(folder), coreResolvers, tasks, ...brought });
  refuseLongEnumValues(schema);
  checkAnswers(
    schema,
    brought.methods.map(({ task }) => task),
  );
  return schema;
}

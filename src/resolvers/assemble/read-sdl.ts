import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PluginManifest } from '../../core/plugin/plugin.js';
import type { AnyTask } from '../../core/call/contract.js';
import { taskResolvers } from '../task.js';
import type { MethodPart, NamedSdl, OwnedResolvers, OwnedSdl, TaskPart } from './parts.js';

/** A method with the task itself. */
export interface TaskMethod extends MethodPart {
  readonly task: AnyTask;
}

const graphqlFiles = (folder: string): string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.graphql'))
    .sort();

/** The core's SDL: every `*.graphql` directly in the folder, in order of names. */
export const readCoreSdl = (folder: string): NamedSdl[] =>
  graphqlFiles(folder).map((file) => ({ name: `schema/${file}`, text: readFileSync(join(folder, file), 'utf8') }));

/**
 * The tasks that have a method, each with the resolver that all tasks share and, for one of the core's, its SDL in `tasks/<name>.graphql` below the
 * folder. A plugin's own task stands in the plugin's SDL.
 */
export function readTasks(folder: string, methods: readonly TaskMethod[]): TaskPart[] {
  const own = new Set(graphqlFiles(join(folder, 'tasks')));
  const tasks = new Map(methods.toReversed().map(({ task }) => [task.name, task]));
  return [...tasks.values()].toReversed().map((task) => {
    const file = `${task.name}.graphql`;
    const sdl = own.has(file) ? [{ name: `schema/tasks/${file}`, text: readFileSync(join(folder, 'tasks', file), 'utf8') }] : [];
    return { name: task.name, resolvers: taskResolvers(task), sdl };
  });
}

/**
 * What plugins bring to the schema.
 * @throws Error naming the plugin whose SDL file cannot be read
 */
export function readPluginParts(plugins: readonly PluginManifest[]): {
  pluginSdl: OwnedSdl[];
  pluginResolvers: OwnedResolvers[];
  methods: TaskMethod[];
} {
  const pluginSdl = plugins.flatMap(({ name, schema }) => {
    if (!schema) return [];
    try {
      return [{ owner: name, text: typeof schema === 'string' ? schema : readFileSync(schema, 'utf8') }];
    } catch (cause) {
      throw new Error(`Plugin "${name}": its schema ${String(schema)} cannot be read.`, { cause });
    }
  });
  return {
    pluginSdl,
    pluginResolvers: plugins.flatMap(({ name, resolvers }) => (resolvers ? [{ owner: name, resolvers }] : [])),
    methods: plugins.flatMap(({ name, methods }) =>
      (methods ?? []).map(({ task, key, default: priority }) => ({ plugin: name, task, key, default: priority })),
    ),
  };
}

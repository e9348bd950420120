import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PluginManifest } from '../../core/plugin/plugin.js';
import type { MethodPart, NamedSdl, OwnedResolvers, OwnedSdl, ResolverMap, TaskPart } from './parts.js';

const graphqlFiles = (folder: string): string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.graphql'))
    .sort();

/** The core's SDL: every `*.graphql` directly in the folder, in order of names. */
export const readCoreSdl = (folder: string): NamedSdl[] =>
  graphqlFiles(folder).map((file) => ({ name: `schema/${file}`, text: readFileSync(join(folder, file), 'utf8') }));

/**
 * The core's tasks: `tasks/<name>.graphql` below the folder, with the resolvers of that name.
 * @throws Error for SDL without resolvers, or resolvers without SDL
 */
export function readTasks(folder: string, resolvers: Readonly<Record<string, ResolverMap>>): TaskPart[] {
  const names = graphqlFiles(join(folder, 'tasks')).map((file) => file.slice(0, -'.graphql'.length));
  const lost = Object.keys(resolvers).find((name) => !names.includes(name));
  if (lost !== undefined) throw new Error(`The task "${lost}" has resolvers, but no schema/tasks/${lost}.graphql.`);
  return names.map((name) => {
    const own = resolvers[name];
    if (!own) throw new Error(`schema/tasks/${name}.graphql has no resolvers.`);
    return {
      name,
      resolvers: own,
      sdl: [{ name: `schema/tasks/${name}.graphql`, text: readFileSync(join(folder, 'tasks', `${name}.graphql`), 'utf8') }],
    };
  });
}

/**
 * What plugins bring to the schema.
 * @throws Error naming the plugin whose SDL file cannot be read
 */
export function readPluginParts(plugins: readonly PluginManifest[]): {
  pluginSdl: OwnedSdl[];
  pluginResolvers: OwnedResolvers[];
  methods: MethodPart[];
} {
  const pluginSdl = plugins.flatMap(({ name, schema }) => {
    if (!schema) return [];
    try {
      return [{ owner: name, text: readFileSync(schema, 'utf8') }];
    } catch (cause) {
      throw new Error(`Plugin "${name}": its schema ${schema.href} cannot be read.`, { cause });
    }
  });
  return {
    pluginSdl,
    pluginResolvers: plugins.flatMap(({ name, resolvers }) => (resolvers ? [{ owner: name, resolvers }] : [])),
    methods: plugins.flatMap(({ name, methods }) => (methods ?? []).map(({ task, key }) => ({ plugin: name, task, key }))),
  };
}

import type { PluginManifest } from './plugin.js';

interface Default {
  readonly plugin: string;
  readonly key: string;
  readonly priority: number;
}

/** One sentence for each task whose default method a later plugin has taken over: clients that name none get other answers than before. */
export function takenDefaults(plugins: readonly PluginManifest[]): readonly string[] {
  const defaults = new Map<string, Default>();
  const said = new Map<string, string>();
  for (const { name: plugin, methods } of plugins)
    for (const { task, key, default: priority } of methods ?? []) {
      const known = defaults.get(task.name);
      if (priority === undefined || (known !== undefined && known.priority >= priority)) continue;
      defaults.set(task.name, { plugin, key, priority });
      if (known === undefined || known.plugin === plugin) continue;
      said.set(
        task.name,
        `Plugin "${plugin}" takes over the default of ${task.name}: "${key}" (priority ${priority}) answers where "${known.key}" of the plugin "${known.plugin}" (${known.priority}) did. Give it a lower \`default\`, or none, if that is not meant.`,
      );
    }
  return [...said.values()];
}

/** What was loaded, for the log: name and version of each plugin, with its methods. */
export const loadedPlugins = (plugins: readonly PluginManifest[]): readonly string[] =>
  plugins.map(
    ({ name, version, methods }) =>
      `${name} ${version}: ${(methods ?? []).map(({ task, key }) => `${task.name} by ${key}`).join(', ') || 'no methods'}`,
  );

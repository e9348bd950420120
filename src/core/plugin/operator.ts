import { nearest } from '../did-you-mean.js';
import type { PluginManifest } from './plugin.js';
import type { PluginsFile } from './plugins-file.js';
import { wrongConfig } from './wrong-config.js';

const WHERE = 'denseql.config';

const meant = (name: string, names: readonly string[]): string => {
  const near = nearest(name, names);
  return near === null ? `There are ${names.join(', ')}.` : `Did you mean ${near}?`;
};

/** The plugins that are not switched off. @throws BAD_INPUT for a name that no plugin has */
export function switchedOn<Named extends Pick<PluginManifest, 'name'>>(plugins: readonly Named[], off: readonly string[]): Named[] {
  const names = plugins.map(({ name }) => name);
  for (const name of off)
    if (!names.includes(name)) throw wrongConfig(`${WHERE}: off: no plugin is named "${name}". ${meant(name, names)}`);
  return plugins.filter(({ name }) => !off.includes(name));
}

/**
 * What each plugin's own schema makes of what the operator says; undefined for plugins without a schema.
 * @throws BAD_INPUT naming the plugin, the member and what is wrong
 */
export function readSettings(plugins: readonly PluginManifest[], given: PluginsFile['settings']): ReadonlyMap<string, unknown> {
  const names = plugins.map(({ name }) => name);
  for (const name of Object.keys(given)) {
    if (!names.includes(name)) throw wrongConfig(`${WHERE}: settings: no plugin is named "${name}". ${meant(name, names)}`);
    if (!plugins.find((plugin) => plugin.name === name)!.settings)
      throw wrongConfig(`${WHERE}: settings.${name}: the plugin "${name}" takes no settings. Leave them out.`);
  }
  return new Map(
    plugins.flatMap(({ name, settings }) => {
      if (!settings) return [];
      const parsed = settings.safeParse(given[name] ?? {});
      if (parsed.success) return [[name, parsed.data] as const];
      const problems = parsed.error.issues.map(({ path, message }) => `${['settings', name, ...path].map(String).join('.')}: ${message}`);
      throw wrongConfig(`${WHERE}: ${problems.join('; ')}.`);
    }),
  );
}

/** @param required options of a method that must be given @throws BAD_INPUT for a default that is no method here, or cannot run without options */
export function checkDefaults(
  plugins: readonly PluginManifest[],
  defaults: PluginsFile['defaults'],
  required: (task: string, key: string) => readonly string[],
): void {
  const methods = plugins.flatMap(({ methods: own }) => own ?? []);
  for (const [task, key] of Object.entries(defaults)) {
    const keys = methods.filter((method) => method.task.name === task).map((method) => method.key);
    if (keys.length === 0) {
      const tasks = [...new Set(methods.map((method) => method.task.name))];
      throw wrongConfig(`${WHERE}: defaults: no plugin here answers a task "${task}". ${meant(task, tasks)}`);
    }
    if (!keys.includes(key)) throw wrongConfig(`${WHERE}: defaults.${task}: no plugin here has a method "${key}". ${meant(key, keys)}`);
    const [missing] = required(task, key);
    if (missing !== undefined)
      throw wrongConfig(
        `${WHERE}: defaults.${task}: "${key}" cannot be the default, because its option ${missing} must be given. Name another.`,
      );
  }
}

/** @throws BAD_INPUT for a deadline of a task or a method that is not here */
export function checkDeadlines(plugins: readonly PluginManifest[], deadlines: PluginsFile['deadlines']): void {
  const methods = plugins.flatMap(({ methods: own }) => own ?? []);
  const names = [...new Set(methods.flatMap(({ task, key }) => [task.name, `${task.name}.${key}`]))];
  for (const name of Object.keys(deadlines))
    if (!names.includes(name)) throw wrongConfig(`${WHERE}: deadlines: no task or method here is named "${name}". ${meant(name, names)}`);
}

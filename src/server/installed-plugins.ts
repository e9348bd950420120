import type { Config } from '../core/config.js';
import type { Plugin } from '../core/plugin/define-plugin.js';
import { loadPlugins, pluginSpecs } from '../core/plugin/load-plugins.js';
import type { PluginManifest } from '../core/plugin/plugin.js';
import { builtIns } from '../plugins/index.js';

/**
 * Every plugin of this installation in loading order: built-ins, `more`, then those that the setting PLUGINS names. Nothing of them runs yet.
 * @param replaces whether `more` stand in the place of built-ins of the same name; otherwise equal names are refused
 * @throws Error saying which plugin is wrong, and why
 */
export function installedPlugins(
  config: Pick<Config, 'PLUGINS'>,
  more: readonly Plugin[] = [],
  replaces = false,
): Promise<PluginManifest[]> {
  const kept = replaces ? builtIns.filter(({ name }) => more.every((other) => other.name !== name)) : builtIns;
  return loadPlugins({ builtIns: [...kept, ...more], specs: pluginSpecs(config.PLUGINS) });
}

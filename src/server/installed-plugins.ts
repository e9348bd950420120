import type { Config } from '../core/config.js';
import type { Plugin } from '../core/plugin/define-plugin.js';
import { loadPlugins, pluginSpecs } from '../core/plugin/load-plugins.js';
import type { PluginManifest } from '../core/plugin/plugin.js';
import { builtIns } from '../plugins/index.js';

/**
 * Every plugin of this installation in loading order: built-ins, `more`, then those that the setting PLUGINS names. Nothing of them runs yet.
 * @throws Error saying which plugin is wrong, and why
 */
export const installedPlugins = (config: Pick<Config, 'PLUGINS'>, more: readonly Plugin[] = []): Promise<PluginManifest[]> =>
  loadPlugins({ builtIns: [...builtIns, ...more], specs: pluginSpecs(config.PLUGINS) });

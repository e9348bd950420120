import type { Config } from '../core/config.js';
import type { PluginManifest } from '../core/plugin/plugin.js';
import { installedPlugins } from '../server/installed-plugins.js';
import { wrongUse } from './wrong-use.js';

/** Every plugin of this installation. @throws WrongUse when one that DENSEQL_PLUGINS names is not there or is none */
export async function loadedPlugins(config: Pick<Config, 'PLUGINS'>): Promise<PluginManifest[]> {
  try {
    return await installedPlugins(config);
  } catch (error) {
    // Built-in ones are tested: what is wrong was brought by the setting.
    if (config.PLUGINS === '') throw error;
    throw wrongUse('DENSEQL_PLUGINS', `${(error as Error).message} Mend it, or take it out of the setting.`);
  }
}

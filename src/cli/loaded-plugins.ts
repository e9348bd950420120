import type { Config } from '../core/config.js';
import type { PluginManifest } from '../core/plugin/plugin.js';
import { OperatorMistake } from '../core/plugin/operator-mistake.js';
import type { PluginsFile } from '../core/plugin/plugins-file.js';
import { installedPlugins } from '../server/installed-plugins.js';
import { wrongUse } from './wrong-use.js';

/** An error as the command line ends with it: what is wrong in denseql.config is a wrong setting. */
export const operatorsMistake = (error: unknown): unknown =>
  error instanceof OperatorMistake ? wrongUse('denseql.config', error.message.replace(/^denseql\.config: /, '')) : error;

/**
 * Every plugin of this installation.
 * @param file what the operator says; absent: read from the folder that the process runs in
 * @throws WrongUse when one that DENSEQL_PLUGINS names is not there or is none, or where denseql.config is wrong
 */
export async function loadedPlugins(config: Pick<Config, 'PLUGINS'>, file?: PluginsFile): Promise<PluginManifest[]> {
  try {
    return await installedPlugins(config, file ? { file } : {});
  } catch (error) {
    if (error instanceof OperatorMistake) throw operatorsMistake(error);
    // Built-in ones are tested: what is wrong was brought by the setting.
    if (config.PLUGINS === '') throw error;
    throw wrongUse('DENSEQL_PLUGINS', `${(error as Error).message} Mend it, or take it out of the setting.`);
  }
}

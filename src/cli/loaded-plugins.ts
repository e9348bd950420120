import type { Config } from '../core/config.js';
import type { PluginManifest } from '../core/plugin/plugin.js';
import { isWrongConfig } from '../core/plugin/wrong-config.js';
import { installation, type Installation } from '../server/installed-plugins.js';
import { WrongUse, wrongUse } from './wrong-use.js';

/** What the operator has written in `denseql.config.ts` is a setting like others: a mistake in it is wrong use. */
export function asSetting(error: unknown): unknown {
  return isWrongConfig(error) ? new WrongUse(error) : error;
}

/** Every plugin of this installation. @throws WrongUse when one that DENSEQL_PLUGINS names is not there or is none, or denseql.config.ts is wrong */
export async function loadedInstallation(config: Pick<Config, 'PLUGINS'>): Promise<Installation> {
  try {
    return await installation(config);
  } catch (error) {
    if (isWrongConfig(error)) throw asSetting(error);
    // Built-in ones are tested: what is wrong was brought by the setting.
    if (config.PLUGINS === '') throw error;
    throw wrongUse('DENSEQL_PLUGINS', `${(error as Error).message} Mend it, or take it out of the setting.`);
  }
}

/** Of {@link loadedInstallation}: the plugins. */
export const loadedPlugins = async (config: Pick<Config, 'PLUGINS'>): Promise<readonly PluginManifest[]> =>
  (await loadedInstallation(config)).plugins;

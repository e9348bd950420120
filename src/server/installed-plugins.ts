import type { Config } from '../core/config.js';
import type { Plugin } from '../core/plugin/define-plugin.js';
import { loadPlugins, pluginSpecs } from '../core/plugin/load-plugins.js';
import type { PluginManifest } from '../core/plugin/plugin.js';
import { readPluginsFile, type PluginsFile } from '../core/plugin/plugins-file.js';
import { builtIns } from '../plugins/index.js';

/** Beside the setting PLUGINS. */
export interface FurtherPlugins {
  /** After the built-in ones. */
  readonly more?: readonly Plugin[] | undefined;
  /** Whether `more` stand in the place of built-ins of the same name; otherwise equal names are refused. */
  readonly replaces?: boolean | undefined;
  /** What the operator says; absent: read from the folder that the process runs in. */
  readonly file?: PluginsFile;
}

/** Plugins of a server, and what its operator says of them. */
export interface Installation {
  /** In loading order. */
  readonly plugins: readonly PluginManifest[];
  readonly file: PluginsFile;
}

/**
 * Every plugin of this installation in loading order: built-ins, `more`, those of `denseql.config.ts`, then those that the setting PLUGINS names. Nothing of them
 * runs yet.
 * @throws BAD_INPUT for a mistake in `denseql.config.ts`; Error saying which plugin is wrong, and why
 */
export async function installation(
  config: Pick<Config, 'PLUGINS'>,
  { more = [], replaces = false, file: given }: FurtherPlugins = {},
): Promise<Installation> {
  const file = given ?? (await readPluginsFile());
  const kept = replaces ? builtIns.filter(({ name }) => more.every((other) => other.name !== name)) : builtIns;
  const specs = [...file.plugins, ...pluginSpecs(config.PLUGINS)];
  return { plugins: await loadPlugins({ builtIns: [...kept, ...more], specs, off: file.off }), file };
}

/** Whether a plugin of that name ships with DenseQL. */
export const isBuiltIn = (name: string): boolean => builtIns.some((plugin) => plugin.name === name);

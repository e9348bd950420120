import type { Command } from 'commander';
import type { PluginManifest } from '../core/plugin/plugin.js';
import { loadedPlugins } from './loaded-plugins.js';
import { configWith } from './session.js';

/**
 * Lets plugins have a say in a command's options. They are loaded when the command is about to be read, or its help shown, and not for any other.
 * @param add puts the options of these plugins on the command
 */
export function optionsByPlugins(parent: Command, command: Command, add: (plugins: readonly PluginManifest[]) => void): void {
  parent.hook('preSubcommand', async (_, chosen) => {
    // What the command itself needs of the settings it checks when it runs.
    if (chosen === command) add(await loadedPlugins(configWith({}, { makes: true })));
  });
}

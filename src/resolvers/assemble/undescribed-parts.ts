import type { PluginManifest } from '../../core/plugin/plugin.js';
import { readPluginParts } from './read-sdl.js';
import { undescribed } from './undescribed.js';

/** One sentence for each plugin whose SDL lacks descriptions. @param plugins whose SDL was assembled already */
export const undescribedParts = (plugins: readonly PluginManifest[]): readonly string[] =>
  readPluginParts(plugins).pluginSdl.flatMap(({ owner, text }) => {
    const missing = undescribed(text);
    if (missing.length === 0) return [];
    const most = missing.slice(0, 10).join(', ');
    return [
      `Plugin "${owner}": its schema does not describe ${most}${missing.length > 10 ? ` and ${missing.length - 10} more` : ''}: write a text in quotes above each.`,
    ];
  });

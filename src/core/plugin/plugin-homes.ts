import { dirname, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PluginCode } from '../plugin-code.js';

/** Folders of plugins that were named by a path, with their names. */
const homes = new Map<string, string>();

/** Remembers where a plugin's code lies. @param file its entry */
export const rememberHome = (file: string, plugin: string): void => void homes.set(dirname(file) + sep, plugin);

/** Files of a stack, the innermost first; tsx adds a query to their addresses. */
const filesOf = (stack: string): string[] =>
  [...stack.matchAll(/\(?((?:file:\/\/)?\/[^\s()?]+)/g)].map(([, place = '']) =>
    place.startsWith('file:') ? fileURLToPath(place) : place,
  );

/** The plugin in whose folder an error was made: for what has left the context that it was begun in, such as a microtask. */
export function pluginOfStack(error: unknown): PluginCode | undefined {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  for (const file of filesOf(stack))
    for (const [home, plugin] of homes) if (file.startsWith(home) && !file.includes('/node_modules/')) return { plugin, doing: 'ran' };
  return undefined;
}

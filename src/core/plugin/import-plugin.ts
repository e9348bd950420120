import { statSync } from 'node:fs';
import { isAbsolute, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { asPlugin } from '../plugin-code.js';
import { projectRoot } from '../project-root.js';
import { isPlugin, type Plugin } from './define-plugin.js';
import { rememberHome } from './plugin-homes.js';
import { START_MS, within } from './within.js';

const INDEX_FILES = ['index.ts', 'index.mts', 'index.js', 'index.mjs'];

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
const isPath = (spec: string): boolean => spec.startsWith('./') || spec.startsWith('../') || isAbsolute(spec);

/** Says by itself all that there is to say. */
class NotThere extends Error {}

/** The file behind a path: itself, or the index of a folder. */
function findFile(spec: string, folder: string): string {
  const path = resolve(folder, spec);
  const found = [path, ...INDEX_FILES.map((name) => join(path, name))].find(isFile);
  if (found === undefined) throw new NotThere(`Plugin ${spec} is not there: ${path} is neither a file nor a folder with an index file.`);
  return found;
}

/** By tsx, under settings of our own: whose tsconfig.json stands around the plugin, or around the process, decides nothing. */
export async function importByTsx(spec: string, folder: string): Promise<unknown> {
  const { tsImport } = await import('tsx/esm/api');
  return tsImport(spec, { parentURL: pathToFileURL(join(folder, 'plugins')).href, tsconfig: join(projectRoot(), 'tsconfig.plugins.json') });
}

async function importModule(spec: string, folder: string): Promise<unknown> {
  if (isPath(spec) || isFile(resolve(folder, spec))) {
    const file = findFile(spec, folder);
    rememberHome(file, spec);
    const url = pathToFileURL(file).href;
    if (!/\.[cm]?ts$/.test(file)) return import(/* @vite-ignore */ url);
    return importByTsx(url, folder);
  }
  // tsx resolves packages from the folder that the server runs in, where its user installed them.
  return importByTsx(spec, folder).catch((cause: unknown) => {
    // A package that is here may itself lack another one.
    if (!(cause as Error).message.startsWith(`Cannot find package '${spec}'`)) throw cause;
    throw new NotThere(
      `Plugin ${spec} is not there: it is no file, and no package of this name is installed. Run \`npm install ${spec}\`, or check how it is written.`,
      { cause },
    );
  });
}

/**
 * Imports one plugin. TypeScript goes through tsx, with decorators as tsconfig.plugins.json has them.
 *
 * @param spec a path (`./my-plugin.ts`, a folder with an index file) relative to `folder`, or a package's name
 * @param limitMs how long it may take to load
 * @throws Error: "is not there", "could not be imported" with the cause, or "is no plugin" when its default export is another thing
 */
export async function importPlugin(spec: string, folder: string, limitMs = START_MS): Promise<Plugin> {
  let module: unknown;
  const late = (): Error =>
    new NotThere(
      `Plugin ${spec} did not finish loading within ${limitMs / 1000} s: what it awaits at its top level never settles. Move slow work to \`setup\` or to the method.`,
    );
  try {
    module = await within(
      limitMs,
      asPlugin({ plugin: spec, doing: 'was loaded' }, () => importModule(spec, folder)),
      late,
    );
  } catch (cause) {
    if (cause instanceof NotThere) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`Plugin ${spec} could not be imported: ${why.replace(/(?<![.?!])$/, '.')}`, { cause });
  }
  // A module compiled to CommonJS carries its default export one level deeper.
  const outer = (module as { default?: unknown }).default;
  const inner = (outer as { default?: unknown } | undefined)?.default;
  const plugin = [outer, inner].find(isPlugin);
  if (plugin === undefined) throw new Error(`${spec} is no plugin: its default export must be what definePlugin returns.`);
  if (isPath(spec) || isFile(resolve(folder, spec))) rememberHome(findFile(spec, folder), plugin.name);
  return plugin;
}

import { statSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { wrongConfig } from './wrong-config.js';
import { importByTsx } from './import-plugin.js';

/** What an operator says of plugins, in `denseql.config.ts` of the folder that the server is started in. */
const PluginsFile = z.strictObject({
  plugins: z
    .array(z.string().min(1))
    .default([])
    .describe('Further plugins: paths, seen from the file, or package names; before those of DENSEQL_PLUGINS.'),
  off: z.array(z.string().min(1)).default([]).describe('Names of plugins that are not to be loaded, built-in ones too.'),
  defaults: z
    .record(z.string(), z.string())
    .default({})
    .describe('By task: the method that answers where a client names none and the pack supports it.'),
  deadlines: z
    .record(z.string(), z.number().int().positive())
    .default({})
    .describe('By task, or method as task.method: milliseconds that an answer may take once its picture is encoded.'),
  settings: z.record(z.string(), z.unknown()).default({}).describe('By plugin: what its own schema takes.'),
});

export type PluginsFile = z.output<typeof PluginsFile>;

/** Without a file. */
export const NO_FILE: PluginsFile = Object.freeze({ plugins: [], off: [], defaults: {}, deadlines: {}, settings: {} });

const NAMES = ['denseql.config.ts', 'denseql.config.mts', 'denseql.config.js', 'denseql.config.mjs'];

/**
 * Types a `denseql.config.ts`: `export default defineConfig({ defaults: { segmentation: 'denseclip' } })`.
 * @returns the same
 */
export const defineConfig = (config: z.input<typeof PluginsFile>): z.input<typeof PluginsFile> => config;

/**
 * Reads the file; where there is none, nothing is said.
 * @throws BAD_INPUT naming the file, and each member that is wrong
 */
export async function readPluginsFile(folder = process.cwd()): Promise<PluginsFile> {
  const name = NAMES.find((candidate) => statSync(join(folder, candidate), { throwIfNoEntry: false })?.isFile() === true);
  if (name === undefined) return NO_FILE;
  const module = await importByTsx(pathToFileURL(join(folder, name)).href, folder).catch((cause: unknown) => {
    throw wrongConfig(`${name} could not be imported: ${(cause as Error | undefined)?.message ?? String(cause)}`, cause);
  });
  const outer = (module as { default?: { default?: unknown } }).default;
  const parsed = PluginsFile.safeParse(outer?.default ?? outer);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.map(String).join('.') || 'its default export'}: ${message}`);
  throw wrongConfig(`${name} is wrong: ${problems.join('; ')}.`);
}

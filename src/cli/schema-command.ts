import type { Command } from 'commander';
import { buildSchema } from '../server/build-schema.js';
import { printSdl } from '../server/print-sdl.js';
import { loadedPlugins } from './loaded-plugins.js';
import { configWith } from './session.js';

/** Adds `schema`. */
export function addSchemaCommand(program: Command): void {
  program
    .command('schema')
    .description("print the schema of this installation, plugins' parts included, as SDL")
    .action(async () => {
      const schema = buildSchema(await loadedPlugins(configWith({})));
      process.stdout.write(printSdl(schema));
    });
}

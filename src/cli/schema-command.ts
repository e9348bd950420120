import { printSchemaWithDirectives } from '@graphql-tools/utils';
import type { Command } from 'commander';
import { buildSchema } from '../server/build-schema.js';
import { loadedPlugins } from './loaded-plugins.js';
import { configWith } from './session.js';

/** Adds `schema`. */
export function addSchemaCommand(program: Command): void {
  program
    .command('schema')
    .description("print the schema of this installation, plugins' parts included, as SDL")
    .action(async () => {
      const schema = buildSchema(await loadedPlugins(configWith({})));
      // graphql's own printSchema leaves out what stands at fields: @constraint, which says the ranges.
      process.stdout.write(`${printSchemaWithDirectives(schema)}\n`);
    });
}

import type { Command, Option } from 'commander';
import { choiceOption, integer } from '../option-values.js';
import { checkCommand } from './check.js';
import { devCommand } from './dev.js';
import { KINDS } from './kinds.js';
import { newCommand } from './new.js';

/** Adds `plugins new`, `check` and `dev`. */
export function addPluginsCommands(program: Command, pack: () => Option, json: () => Option): void {
  const plugins = program.command('plugins').description('write plugins: begin one, look it over, try it');
  plugins
    .command('new <name>')
    .description('write a folder with a plugin that works: code, schema, a test, a README')
    .addOption(choiceOption('--kind <kind>', 'what it is', Object.keys(KINDS)).default('method'))
    .action(newCommand);
  plugins
    .command('check <plugin>')
    .description('load a plugin without weights or network, ask its methods, and say everything that is wrong at once')
    .option(
      '--ask <task.argument=literal...>',
      'what is asked where the words of colours are no question, as GraphQL writes it: segmentation.labels=\'["sky"]\'',
    )
    .addOption(json())
    .action(checkCommand);
  plugins
    .command('dev <plugin>')
    .description('serve with a plugin, say why it fails, and start again when its files change')
    .option('--port <number>', 'port; default: DENSEQL_PORT or 4000', integer(1, 65535))
    .addOption(pack())
    .action(devCommand);
}

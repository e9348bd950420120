import type { Command, Option } from 'commander';
import { pruneModels, removeModel } from './models-clean.js';
import { addCompileCommand } from './models-compile-command.js';
import { infoOfModel } from './models-info.js';
import { listModels, verifyModels } from './models.js';

/** Adds the commands on packs that need no network to `denseql models`. */
export function addModelsCommands(models: Command, json: () => Option): void {
  models
    .command('list')
    .description('packs on this machine: revisions, sizes, licences, state')
    .option('--catalog', 'checkpoints that are known by name instead, and which of them are here', false)
    .addOption(json())
    .action(listModels);
  models.command('info <name>').description('what one pack is, gives and needs').addOption(json()).action(infoOfModel);
  models
    .command('verify [names...]')
    .description('recompute hashes and golden vectors; all packs when none is named')
    .addOption(json())
    .action(verifyModels);
  addCompileCommand(models, json);
  models
    .command('prune')
    .description('say what nothing needs any more: incomplete downloads, broken compiles, checkpoints whose pack is here')
    .option('--yes', 'delete it', false)
    .option('--dry-run', 'delete nothing (the default)', false)
    .addOption(json())
    .action(pruneModels);
  models
    .command('remove <name>')
    .description('delete a pulled or compiled pack; asks first')
    .option('--yes', 'do not ask', false)
    .addOption(json())
    .action(removeModel);
}

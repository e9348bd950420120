import type { Command, Option } from 'commander';
import { pruneModels, removeModel } from './models-clean.js';
import { compileModel } from './models-compile.js';
import { infoOfModel } from './models-info.js';
import { listModels, verifyModels } from './models.js';
import { precisionOption, replaceOption } from './pack-making.js';

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
  models
    .command('compile <folder>')
    .description('turn a checkpoint (safetensors, config, tokenizer) into a pack, prove it and fit its constants')
    .option('--out <folder>', 'folder of the pack; default: its name in DENSEQL_MODELS_DIR or ~/.cache/denseql/packs')
    .option('--name <name>', "name of the pack; default: the folder's")
    .addOption(precisionOption())
    .option('--dinoiser <file>', "safetensors with CLIP-DINOiser's four tensors, which belong to one checkpoint")
    .option('--licence <text>', 'licence of the weights, for people')
    .option('--no-calibrate', "take the family's usual constants instead of fitting them on the sample pictures")
    .addOption(replaceOption())
    .addOption(json())
    .action(compileModel);
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

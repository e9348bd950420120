import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import type { HeadWriter } from '../core/packs/making/write-heads.js';
import type { PluginManifest } from '../core/plugin/plugin.js';
import { compileModel, type CompileOptions } from './models-compile.js';
import { computeOption, inputsEmbedsOption, precisionOption, replaceOption } from './pack-making.js';
import { optionsByPlugins } from './plugin-options.js';

/** Heads whose options were given, each with the file that its option names. */
function chosenHeads(command: Command, plugins: readonly PluginManifest[]): readonly HeadWriter[] {
  return plugins.flatMap(({ name: plugin, compiledHeads = [] }) =>
    compiledHeads.flatMap((head): HeadWriter[] => {
      const given = command.getOptionValue(new Option(`--${head.option} <file>`).attributeName()) as string | undefined;
      if (given === undefined) return [];
      return [{ plugin, write: (place) => head.write({ ...place, file: resolve(given) }) }];
    }),
  );
}

/** Adds `compile` to `denseql models`; plugins register heads that can be written into the pack, an option each. */
export function addCompileCommand(models: Command, json: () => Option): void {
  const command = models
    .command('compile <folder>')
    .description('turn a checkpoint (safetensors, config, tokenizer) into a pack, prove it and fit its constants')
    .option('--out <folder>', 'folder of the pack; default: its name in DENSEQL_MODELS_DIR or ~/.cache/denseql/packs')
    .option('--name <name>', "name of the pack; default: the folder's")
    .addOption(precisionOption())
    .addOption(computeOption())
    .addOption(inputsEmbedsOption());
  let plugins: readonly PluginManifest[] = [];
  optionsByPlugins(models, command, (installed) => {
    plugins = installed;
    for (const { option, summary } of plugins.flatMap(({ compiledHeads = [] }) => compiledHeads))
      command.option(`--${option} <file>`, summary);
  });
  command
    .option('--licence <text>', 'licence of the weights, for people')
    .option('--no-calibrate', "take the family's usual constants instead of fitting them on the sample pictures")
    .addOption(replaceOption())
    .addOption(json())
    .action((folder: string, options: CompileOptions) => compileModel(folder, options, chosenHeads(command, plugins)));
}

import type { Command, Option } from 'commander';
import type { Converter } from '../core/plugin/converter.js';
import { addConverterOptions, converterOptions } from './converter-options.js';
import { convertModel } from './models-convert.js';
import { choiceOption } from './option-values.js';
import { optionsByPlugins } from './plugin-options.js';

interface Given {
  kind: string;
  out: string;
  replace: boolean;
  json: boolean;
}

/** Adds `convert`, for released checkpoints that bring an encoder of their own, to `denseql models`; plugins register the kinds. */
export function addConvertCommand(models: Command, json: () => Option): void {
  const command = models
    .command('convert <checkpoint>')
    .description(
      'turn a released checkpoint that brings an encoder of its own (.pth, .pt or safetensors; no code in it is run) into a graph and its manifest',
    );
  let converters: readonly Converter[] = [];
  optionsByPlugins(models, command, (plugins) => {
    converters = plugins.flatMap((plugin) => plugin.converters ?? []);
    command
      .addOption(
        choiceOption(
          '--kind <kind>',
          'whose layout it has',
          converters.map(({ kind }) => kind),
        ).makeOptionMandatory(),
      )
      .requiredOption('--out <folder>', 'where <kind>.onnx, <kind>.bin and <kind>.json are written');
    addConverterOptions(command, converters);
    command.option('--replace', 'write again what is there', false).addOption(json());
  });
  command.action(async (checkpoint: string, { kind, out, replace, json: asJson }: Given) => {
    const converter = converters.find((one) => one.kind === kind)!;
    const options = converterOptions(command, converter, converters);
    await convertModel(checkpoint, converter, { out, options, replace, json: asJson });
  });
}

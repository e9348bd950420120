import type { Command, Option } from 'commander';
import { encodeCommand } from './encode.js';
import { encodeTextCommand } from './encode-text.js';
import { choiceOption } from './option-values.js';
import { detailOption } from './query/query-command.js';

/** Adds `encode` and `encode-text`. */
export function addEncodeCommands(program: Command, pack: () => Option, json: () => Option): void {
  program
    .command('encode [pictures...]')
    .description("write pictures' features as .npz, arrays named after the pack's outputs: files, folders, patterns in quotes, or -")
    .option('--out <file>', 'the .npz to write, of one picture')
    .option('--out-dir <folder>', 'where <picture>.npz of many are written; what is there already is left')
    .option('--list <file>', 'many pictures: a file with a path on each line')
    .option('--half', 'store float16 instead of float32', false)
    .option('--outputs <names>', 'outputs separated by commas; default: all of the pack')
    .addOption(
      choiceOption('--size <native>', "take a picture whose sides are multiples of the pack's sizeMultiple as it is, without resampling", [
        'native',
      ]),
    )
    .addOption(detailOption())
    .addOption(pack())
    .addOption(json())
    .action(encodeCommand);

  program
    .command('encode-text <texts...>')
    .description('write unit vectors of texts as .npz, one array `text` [texts, dims]')
    .requiredOption('--out <file>', 'the .npz to write')
    .addOption(pack())
    .addOption(json())
    .action(encodeTextCommand);
}

import { type Command, Option } from 'commander';
import { DETAILS } from '../../core/images/encoder-size.js';
import { MOST_PIXELS } from '../../core/visual/max-size.js';
import { choiceOption, integer, repeated, share } from '../option-values.js';
import { queryCommand } from './query.js';

/** How closely to look, in any case. */
export const detailOption = (): Option =>
  choiceOption('--detail <level>', 'how closely to look: LOW, MEDIUM or HIGH (slower)', DETAILS).default('MEDIUM');

/** Adds `query`. */
export function addQueryCommand(program: Command, pack: () => Option, json: () => Option): void {
  program
    .command('query <pictures...>')
    .description(
      'masks and boxes by text and counts of pictures, without a server: files, folders, patterns in quotes, or - for standard input',
    )
    .option('--segment <labels>', 'what to look for, separated by commas; "a, b" in double quotes is one label', repeated)
    .option('--label <label>', 'one thing to look for, commas and all; may be repeated', repeated)
    .option('--detect <labels>', 'whole things to find, a box each, separated by commas', repeated)
    .addOption(
      new Option('--min-score <score>', "with --detect: leave out what has a lower score, 0 to 1; default: the method's own").argParser(
        share,
      ),
    )
    .option('--count <thing>', 'what to count, in the singular; may be repeated', repeated)
    .option('--background <texts>', 'texts that compete with the labels, separated by commas; "" for none', repeated)
    .option(
      '--method <name>',
      'how to segment, detect or count; default: the best that the pack has; may be repeated, once a task',
      repeated,
    )
    .option('--out <file>', 'write the overlay of one picture here (.jpg or .png)')
    .option('--overlays <folder>', 'write <picture>.jpg here: the picture under its labels')
    .option('--masks <folder>', 'write <picture>.<number>-<label>.png here: 255 where the label is, 0 elsewhere')
    .option('--label-maps <folder>', 'write <picture>.png here: its palette index 1 is the first label, 0 is nothing')
    .option(
      '--coco <file>',
      'write all masks, or all things with their boxes, as a COCO dataset (.json), run lengths as large as the pictures',
    )
    .addOption(
      new Option('--max-size <pixels>', 'longest side of masks and overlays; default: 1024, with --coco that of the picture').argParser(
        integer(1, MOST_PIXELS),
      ),
    )
    .addOption(detailOption())
    .addOption(pack())
    .addOption(json())
    .action(queryCommand);
}

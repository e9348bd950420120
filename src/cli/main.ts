import 'reflect-metadata';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { DETAILS } from '../core/images/encoder-size.js';
import { encodeCommand, encodeTextCommand } from './encode.js';
import { addHeadCommand } from './models-add-head.js';
import { addModelsCommands } from './models-commands.js';
import { addConvertCommand } from './models-convert-command.js';
import { EXIT, printError } from './output.js';
import { addPullCommand } from './pull.js';
import { queryCommand } from './query.js';
import { serveCommand } from './serve.js';

// `denseql ... | head` closes the pipe when it has seen enough: that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(EXIT.OK);
});

const integer = (text: string): number => {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('not a whole number.');
  return Number(text);
};

const detail = () => new Option('--detail <level>', 'how closely to look: LOW, MEDIUM or HIGH (slower)').choices(DETAILS).default('MEDIUM');
const pack = () => new Option('--pack <name or folder>', 'the model pack; default: DENSEQL_PACK or pocket');
const json = () => new Option('--json', 'print JSON on stdout and nothing else').default(false);

const program = new Command('denseql')
  .description('Ask a picture anything dense: masks by text from one pass of one shared encoder.')
  .addHelpText(
    'after',
    `
Examples:
  denseql serve                                            GraphQL on http://127.0.0.1:4000/graphql, playground beside it
  denseql query photo.jpg --segment "cat, sofa" --out overlay.jpg
  denseql encode photo.png --outputs global,dense --out features.npz
  denseql encode-text "a cat" "a dog" --out texts.npz
  denseql models pull openai-b16                           a checkpoint from the hub to a pack
  denseql models compile clip-vit-base-patch16 --licence MIT    a checkpoint's folder to a pack
  denseql models verify pocket

Exit codes: 0 done, 1 it failed (stderr or --json says why), 2 the command line is wrong.
Settings: every DENSEQL_* variable of docs/configuration.md.`,
  )
  .showHelpAfterError('(denseql <command> --help explains)')
  .exitOverride();

program
  .command('serve')
  .description('start the GraphQL server and print its addresses')
  .option('--port <number>', 'port, 0 takes a free one; default: DENSEQL_PORT or 4000', integer)
  .option('--host <address>', 'address to listen on; default: DENSEQL_HOST or 127.0.0.1')
  .addOption(pack())
  .action(serveCommand);

program
  .command('query <picture>')
  .description('masks by text of one picture, without a server')
  .requiredOption('--segment <labels>', 'what to look for, separated by commas')
  .option('--background <texts>', 'texts that compete for pixels, separated by commas; "" for none')
  .option('--out <file>', 'write the overlay here (.jpg or .png)')
  .option('--max-size <pixels>', 'longest side of masks and overlay', integer, 1024)
  .addOption(detail())
  .addOption(pack())
  .addOption(json())
  .action(queryCommand);

program
  .command('encode [picture]')
  .description("write a picture's features as .npz, arrays named after the pack's outputs")
  .option('--out <file>', 'the .npz to write')
  .option('--list <file>', 'many pictures instead of one: a file with a path on each line; what is there already is left')
  .option('--out-dir <folder>', 'with --list: where <name of the picture>.npz are written')
  .option('--half', 'store float16 instead of float32', false)
  .option('--outputs <names>', 'outputs separated by commas; default: all of the pack')
  .option('--size <native>', '"native" takes a picture whose sides are multiples of the pack\'s sizeMultiple as it is, without resampling')
  .addOption(detail())
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

const models = program.command('models').description('the model packs on this machine');
addModelsCommands(models, json);
addPullCommand(models, json);
addConvertCommand(models, json);
addHeadCommand(models, json);

try {
  await program.parseAsync();
} catch (error) {
  // Commander has printed its own message already; help and version end with 0.
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? EXIT.OK : EXIT.USAGE;
  else {
    printError(error, process.argv.includes('--json'));
    process.exitCode = EXIT.FAILED;
  }
}

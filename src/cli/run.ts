import { Command, CommanderError, Option } from 'commander';
import { badInput } from '../core/errors.js';
import { projectVersion } from '../core/project-root.js';
import { addDoctorCommand } from './doctor/doctor-command.js';
import { addEncodeCommands } from './encode-command.js';
import { addHeadCommand } from './models-add-head.js';
import { addModelsCommands } from './models-commands.js';
import { addConvertCommand } from './models-convert-command.js';
import { EXIT, printError } from './output.js';
import { addPluginsCommands } from './plugins/plugins-commands.js';
import { addPullCommand } from './pull.js';
import { addQueryCommand } from './query/query-command.js';
import { addSchemaCommand } from './schema-command.js';
import { addServeCommand } from './serve-command.js';
import { WrongUse } from './wrong-use.js';

const pack = () => new Option('--pack <name or folder>', 'the model pack; default: DENSEQL_PACK or pocket');
const json = () => new Option('--json', 'print JSON on stdout and nothing else').default(false);

/** The whole command line. @param asksJson whether stdout alone says what is wrong */
function createProgram(asksJson: boolean): Command {
  const program = new Command('denseql')
    .description('Ask a picture anything dense: masks by text from one pass of one shared encoder.')
    .version(projectVersion(), '--version', 'print the version of DenseQL')
    .addHelpText(
      'after',
      `
Examples:
  denseql serve                                            GraphQL on http://127.0.0.1:4000/graphql, playground beside it
  denseql query photo.jpg --segment "cat, sofa" --out overlay.jpg
  denseql query photos --label cat --masks masks --coco masks.json    a folder of pictures
  denseql query photo.jpg --count person
  denseql encode photo.png --outputs global,dense --out features.npz
  denseql encode-text "a cat" "a dog" --out texts.npz
  denseql models pull openai-b16                           a checkpoint from the hub to a pack
  denseql models compile clip-vit-base-patch16 --licence MIT    a checkpoint's folder to a pack
  denseql models verify pocket
  denseql plugins new my-method                            a plugin to begin with
  denseql doctor                                           what a pack runs on here, and what is missing for more

Exit codes: 0 all of it is done; 1 something failed (stderr or --json says what; what succeeded is kept); 2 wrong use: the command line or
a setting is wrong, or names what is not there, and nothing was begun; 130 and 143 many pictures were interrupted.
Settings: every DENSEQL_* variable of docs/configuration.md.`,
    )
    .showHelpAfterError('(denseql <command> --help explains)')
    // With --json, stdout says what is wrong.
    .configureOutput({ writeErr: (text) => asksJson || process.stderr.write(text) })
    .exitOverride();

  addServeCommand(program, pack);
  addQueryCommand(program, pack, json);
  addEncodeCommands(program, pack, json);
  addSchemaCommand(program);
  addDoctorCommand(program, pack, json);
  addPluginsCommands(program, pack, json);
  const models = program.command('models').description('the model packs on this machine');
  addModelsCommands(models, json);
  addPullCommand(models, json);
  addConvertCommand(models, json);
  addHeadCommand(models, json);
  return program;
}

/**
 * Runs one command.
 * @param args without the program's name
 * @returns the exit status, see EXIT
 */
export async function run(args: readonly string[]): Promise<number> {
  const asksJson = args.includes('--json');
  try {
    await createProgram(asksJson).parseAsync(args, { from: 'user' });
    return Number(process.exitCode ?? EXIT.OK);
  } catch (error) {
    if (!(error instanceof CommanderError)) {
      printError(error, asksJson);
      return error instanceof WrongUse ? EXIT.USAGE : EXIT.FAILED;
    }
    // Commander has printed its own message already; help and version end with 0.
    if (error.exitCode === 0) return EXIT.OK;
    if (asksJson) printError(badInput('command line', error.message.replace(/^error: /, '')), true);
    return EXIT.USAGE;
  }
}

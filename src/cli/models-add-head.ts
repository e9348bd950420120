import { join } from 'node:path';
import { type Command, type Option } from 'commander';
import { exists } from '../core/exists.js';
import { addHead } from '../core/packs/making/add-head.js';
import { findPack } from './find-pack.js';
import { printJson } from './output.js';
import { configWith } from './session.js';
import { wrongUse } from './wrong-use.js';

/** Adds `add-head`, which puts a converted or trained head into a pack, to `denseql models`. */
export function addHeadCommand(models: Command, json: () => Option): void {
  models
    .command('add-head <pack> <plugin> <folder>')
    .description("put a plugin's head, as `convert` or a training writes it (<plugin>.json and its files), into a pulled or compiled pack")
    .option('--replace', 'put it in the place of one that is there', false)
    .addOption(json())
    .action(async (pack: string, plugin: string, folder: string, options: { replace: boolean; json: boolean }) => {
      const { MODELS_DIR } = configWith({});
      await findPack({ PACK: pack, MODELS_DIR });
      if (!(await exists(join(folder, `${plugin}.json`))))
        throw wrongUse(
          'folder',
          `${folder} has no ${plugin}.json, which \`denseql models convert\` or a training writes. Check both names.`,
        );
      const added = await addHead({ pack, plugin, folder, replace: options.replace, modelsDir: MODELS_DIR });
      const { name, revision } = added.manifest;
      if (options.json) return printJson({ folder: added.folder, name, revision });
      process.stdout.write(`${name} ${revision} has a head for ${plugin}: ${added.folder}\n`);
    });
}

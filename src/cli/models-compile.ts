import { basename, join, resolve } from 'node:path';
import { compilePack, type CompilePackCall } from '../core/packs/making/compile-pack.js';
import { checkCompute, checkPackName, packNameOf } from '../core/packs/making/pack-options.js';
import type { HeadWriter } from '../core/packs/making/write-heads.js';
import { packsFolder } from '../core/packs/packs-folder.js';
import type { PackManifest } from '../core/packs/manifest.js';
import { checkCheckpointFolder } from './checkpoint-folder.js';
import { progress } from './output.js';
import { interruptible, noteLines, stageLines, tellPack } from './pack-making.js';
import { configWith } from './session.js';
import { checkUse } from './wrong-use.js';

export interface CompileOptions {
  out?: string;
  name?: string;
  precision: PackManifest['precision'];
  compute: NonNullable<CompilePackCall['compute']>;
  inputsEmbeds: boolean;
  licence?: string;
  calibrate: boolean;
  replace: boolean;
  json: boolean;
}

/** `denseql models compile`: a checkpoint's folder to a pack. @param heads of plugins, which are written into it */
export async function compileModel(folder: string, options: CompileOptions, heads: readonly HeadWriter[]): Promise<void> {
  const config = configWith({}, { makes: true });
  checkCheckpointFolder(folder);
  const name = options.name ?? packNameOf(options.out ?? folder);
  await checkUse(() => checkPackName(name));
  await checkUse(() => checkCompute(options));
  const out = resolve(options.out ?? join(packsFolder(config.MODELS_DIR), name));
  const say = progress(options.json);
  const { notes, onNote } = noteLines(say);
  const manifest = await interruptible((signal) =>
    compilePack({
      checkpoint: resolve(folder),
      out,
      name,
      // A machine's paths are nobody's business: the folder's own name says where it came from.
      licences: [{ part: 'checkpoint', licence: options.licence ?? 'not stated', source: basename(resolve(folder)) }],
      precision: options.precision,
      compute: options.compute,
      inputsEmbeds: options.inputsEmbeds,
      heads,
      calibrate: options.calibrate,
      replace: options.replace,
      config,
      onStage: stageLines(say),
      onNote,
      signal,
    }),
  );
  tellPack(manifest, out, options.json, say, { notes });
}

import { basename, join, resolve } from 'node:path';
import type { CompileStage } from '../core/packs/compile-pack.js';
import { compilePack, packNameOf } from '../core/packs/compile-pack.js';
import { packsFolder } from '../core/packs/packs-folder.js';
import type { PackManifest } from '../core/packs/manifest.js';
import { megabytes, printJson, progress } from './output.js';
import { configWith } from './session.js';

export interface CompileOptions {
  out?: string;
  name?: string;
  precision: PackManifest['precision'];
  dinoiser?: string;
  licence?: string;
  calibrate: boolean;
  replace: boolean;
  json: boolean;
}

/** A line where a stage begins, and at every further quarter of it. */
export function stageLines(say: (line: string) => void): (stage: CompileStage, done?: number, total?: number) => void {
  let last = '';
  let quarter = 0;
  return (stage, done, total) => {
    if (stage !== last) {
      say(stage);
      last = stage;
      quarter = 0;
    }
    if (done === undefined || total === undefined || total === 0) return;
    const reached = Math.floor((4 * done) / total);
    if (reached > quarter && reached < 4) say(`${stage}: ${25 * reached} %`);
    quarter = Math.max(quarter, reached);
  };
}

/** `denseql models compile`: a checkpoint's folder to a pack. */
export async function compileModel(folder: string, options: CompileOptions): Promise<void> {
  const config = configWith({});
  const name = options.name ?? packNameOf(options.out ?? folder);
  const out = resolve(options.out ?? join(packsFolder(config.MODELS_DIR), name));
  const stop = new AbortController();
  const onSignal = (): void => stop.abort();
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  const say = progress(options.json);
  const manifest = await compilePack({
    checkpoint: resolve(folder),
    out,
    name,
    // A machine's paths are nobody's business: the folder's own name says where it came from.
    licences: [{ part: 'checkpoint', licence: options.licence ?? 'not stated', source: basename(resolve(folder)) }],
    precision: options.precision,
    ...(options.dinoiser === undefined ? {} : { dinoiser: resolve(options.dinoiser) }),
    calibrate: options.calibrate,
    replace: options.replace,
    config,
    onStage: stageLines(say),
    signal: stop.signal,
  }).finally(() => process.off('SIGINT', onSignal).off('SIGTERM', onSignal));
  const bytes = manifest.files.reduce((sum, file) => sum + file.bytes, 0);
  if (options.json) return printJson({ folder: out, bytes, manifest });
  say(manifest.summary);
  process.stdout.write(`${manifest.name} ${manifest.revision}: ${megabytes(bytes)} in ${out}\n`);
}

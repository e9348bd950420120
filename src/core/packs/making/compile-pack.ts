import { rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Compiled, CompileOptions, Compute, Precision } from '../../../onnx/compiled.js';
import { compileCheckpoint } from '../../../onnx/index.js';
import type { Config } from '../../config.js';
import type { Log } from '../../log.js';
import { DenseqlError } from '../../errors.js';
import { projectVersion } from '../../project-root.js';
import { PackManifest } from '../manifest.js';
import { checkPlace, makeCompilingFolder, putInPlace } from './compiling-folder.js';
import { describePack } from './describe-pack.js';
import { goldenSize } from './golden-picture.js';
import type { GoldenRun } from './golden-writing.js';
import { runGolden, writeGolden } from './golden-writing.js';
import { listFiles, revisionOf } from './list-files.js';
import type { LossLimits } from './precision-loss.js';
import { checkLoss, describeLoss, GOLDEN_TOLERANCE, measureLoss } from './precision-loss.js';
import { checkCompute, checkPackName } from './pack-options.js';
import { proveAndFit } from './prove-and-fit.js';
import { notCompiled, writeHeads, type HeadWriter } from './write-heads.js';

export interface CompilePackCall {
  /** Folder of the checkpoint: config, safetensors, tokenizer. */
  readonly checkpoint: string;
  /** Folder of the pack; must not exist unless `replace`. */
  readonly out: string;
  readonly name: string;
  readonly licences: PackManifest['licences'];
  readonly source?: PackManifest['source'];
  readonly precision?: Precision;
  /** `fp16` needs that precision. */
  readonly compute?: Exclude<Compute, 'rounded'>;
  /** Write the text tower once more, for learned prompts: token embeddings in the place of ids. */
  readonly inputsEmbeds?: boolean;
  /** Plugins' heads that are written into the pack. */
  readonly heads?: readonly HeadWriter[];
  /** Fit presence and pixel threshold on the sample pictures; false takes the family's usual values. */
  readonly calibrate?: boolean;
  /** Replace a pack that is there. */
  readonly replace?: boolean;
  readonly config: Config;
  readonly log?: Log;
  /** What is being done, and how far it is: bytes of weights, or pictures. */
  readonly onStage?: (stage: CompileStage, done?: number, total?: number) => void;
  /** What somebody should know of how the checkpoint was read, a sentence each. */
  readonly onNote?: (note: string) => void;
  readonly signal?: AbortSignal;
  /** In place of the limits of precision-loss.ts; tests set them. */
  readonly lossLimits?: LossLimits;
}

export type CompileStage = 'compiling' | 'running the golden picture' | 'measuring the loss' | 'verifying' | 'calibrating';

type Draft = ReturnType<typeof describePack>;
type Arithmetic = Pick<CompileOptions, 'precision' | 'compute'>;

/**
 * Turns a checkpoint into a pack: graphs and weights, golden vectors from a real run, constants fitted on the sample pictures, hashes. What
 * is in `out` afterwards was verified and started once on the device in use; nothing is there when it fails.
 *
 * @throws PACK_INVALID naming the tensor, setting, output or file that is in the way; BAD_INPUT when `out` is taken or an option does not go with another; CANCELLED
 */
export async function compilePack(call: CompilePackCall): Promise<PackManifest> {
  const out = resolve(call.out);
  checkPackName(call.name);
  checkCompute(call);
  await checkPlace(out, call.replace ?? false);
  const folder = await makeCompilingFolder(out);
  try {
    const manifest = await build(folder, call);
    await putInPlace(folder, out, call.replace ?? false);
    return manifest;
  } catch (error) {
    if (call.signal?.aborted === true)
      throw new DenseqlError('CANCELLED', 'Compiling was stopped; nothing is left of it.', {}, { cause: error });
    throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function build(folder: string, call: CompilePackCall): Promise<PackManifest> {
  const { precision = 'fp32', compute = 'fp32', signal } = call;
  const reference = precision === 'fp32' ? null : await runBeside(folder, {}, call);
  // The CPU would leave out what is lost.
  const rounded = compute === 'fp16' ? await runBeside(folder, { precision, compute: 'rounded' }, call) : null;
  const compiled = await compile(folder, { precision, compute }, call);
  for (const note of compiled.notes) call.onNote?.(note);
  const added = await writeHeads(folder, compiled, call.heads ?? []);
  const draft = describePack(compiled, { ...call, heads: added.heads });
  call.onStage?.('running the golden picture');
  const run = await golden(folder, draft, compiled, call);
  if (reference !== null) {
    call.onStage?.('measuring the loss');
    const losses = measureLoss(rounded ?? run, reference);
    checkLoss(losses, compiled, draft.outputs, call.lossLimits);
    draft.summary += ` ${describeLoss(losses, compiled)}`;
  }
  const written = await writeGolden(folder, run, GOLDEN_TOLERANCE[precision]);
  const files = await listFiles(folder, [...compiled.files, ...added.files, ...written], signal);
  const manifest = { ...draft, revision: revisionOf(projectVersion(), files, draft.text), golden: 'golden.json', files };
  const fitted = await proveAndFit(folder, manifest, call, (stage, done, total) => call.onStage?.(stage, done, total));
  const complete = PackManifest.parse(fitted === null ? manifest : { ...manifest, calibration: fitted });
  await writeFile(join(folder, 'pack.json'), `${JSON.stringify(complete, null, 2)}\n`);
  return complete;
}

/** The same checkpoint in another arithmetic: what the pack's is measured by. Its files are gone afterwards. */
async function runBeside(folder: string, arithmetic: Arithmetic, call: CompilePackCall): Promise<GoldenRun> {
  const below = await makeCompilingFolder(join(folder, 'beside'));
  try {
    const compiled = await compile(below, arithmetic, call);
    call.onStage?.('running the golden picture');
    return await golden(below, describePack(compiled, { ...call, heads: {} }), compiled, call);
  } finally {
    await rm(below, { recursive: true, force: true });
  }
}

const golden = (folder: string, draft: Draft, { image }: Compiled, { config, signal }: CompilePackCall): Promise<GoldenRun> =>
  runGolden(folder, draft, goldenSize(image.nativeSide, image.sizeMultiple), config.THREADS, signal);

async function compile(
  folder: string,
  arithmetic: Arithmetic,
  { checkpoint, inputsEmbeds = false, onStage, signal }: CompilePackCall,
): Promise<Compiled> {
  onStage?.('compiling');
  const onProgress = (done: number, total: number): void => onStage?.('compiling', done, total);
  return compileCheckpoint(checkpoint, folder, {
    ...arithmetic,
    inputsEmbeds,
    onProgress,
    ...(signal === undefined ? {} : { signal }),
  }).catch(notCompiled);
}

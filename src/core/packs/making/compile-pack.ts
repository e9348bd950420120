import { rm, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { Compiled, Precision } from '../../../onnx/compiled.js';
import { compileCheckpoint } from '../../../onnx/index.js';
import type { Config } from '../../config.js';
import type { Log } from '../../log.js';
import { badInput, DenseqlError } from '../../errors.js';
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

/**
 * Turns a checkpoint into a pack: graphs and weights, golden vectors from a real run, constants fitted on the sample pictures, hashes. What
 * is in `out` afterwards was verified and started once on the device in use; nothing is there when it fails.
 *
 * @throws PACK_INVALID naming the tensor, setting, output or file that is in the way; BAD_INPUT when `out` is taken; CANCELLED
 */
export async function compilePack(call: CompilePackCall): Promise<PackManifest> {
  const out = resolve(call.out);
  checkPackName(call.name);
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
  const { precision = 'fp32', signal } = call;
  const reference = precision === 'fp32' ? null : await referenceRun(folder, call);
  const compiled = await compile(folder, precision, call);
  for (const note of compiled.notes) call.onNote?.(note);
  const added = await writeHeads(folder, compiled, call.heads ?? []);
  const draft = describePack(compiled, { ...call, heads: added.heads });
  call.onStage?.('running the golden picture');
  const run = await golden(folder, draft, compiled, call);
  if (reference !== null) {
    call.onStage?.('measuring the loss');
    const losses = measureLoss(run, reference);
    checkLoss(losses, precision, draft.outputs, call.lossLimits);
    draft.summary += ` ${describeLoss(losses, precision)}`;
  }
  const written = await writeGolden(folder, run, GOLDEN_TOLERANCE[precision]);
  const files = await listFiles(folder, [...compiled.files, ...added.files, ...written], signal);
  const manifest = { ...draft, revision: revisionOf(projectVersion(), files, draft.text), golden: 'golden.json', files };
  const fitted = await proveAndFit(folder, manifest, call, (stage, done, total) => call.onStage?.(stage, done, total));
  const complete = PackManifest.parse(fitted === null ? manifest : { ...manifest, calibration: fitted });
  await writeFile(join(folder, 'pack.json'), `${JSON.stringify(complete, null, 2)}\n`);
  return complete;
}

/** The same checkpoint in fp32: what a low precision is measured against. Its files are gone afterwards. */
async function referenceRun(folder: string, call: CompilePackCall): Promise<GoldenRun> {
  const below = await makeCompilingFolder(join(folder, 'reference'));
  try {
    const compiled = await compile(below, 'fp32', call);
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
  precision: Precision,
  { checkpoint, inputsEmbeds = false, onStage, signal }: CompilePackCall,
): Promise<Compiled> {
  onStage?.('compiling');
  const onProgress = (done: number, total: number): void => onStage?.('compiling', done, total);
  return compileCheckpoint(checkpoint, folder, { precision, inputsEmbeds, onProgress, ...(signal === undefined ? {} : { signal }) }).catch(
    notCompiled,
  );
}

/** @throws BAD_INPUT for what cannot be a pack's name, which is a folder's, too */
export function checkPackName(name: string): void {
  if (!PackManifest.shape.name.safeParse(name).success)
    throw badInput(
      'name',
      `"${name}" is no name for a pack: letters, digits, ".", "_" and "-", a letter or digit first. Give one by --name.`,
    );
}

/** A pack's name from a folder's, for callers that are given none. */
export const packNameOf = (folder: string): string =>
  basename(resolve(folder))
    .replace(/[^a-z0-9._-]+/gi, '-')
    .replace(/^[^a-z0-9]+/i, '');

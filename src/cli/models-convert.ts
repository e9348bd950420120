import { stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { badInput, DenseqlError } from '../core/errors.js';
import type { Converter } from '../core/plugin/converter.js';
import { CheckpointError } from '../onnx/index.js';
import { checkCheckpointThere } from './checkpoint-folder.js';
import { megabytes, printJson, progress } from './output.js';
import { interruptible, stageLines } from './pack-making.js';

export interface ConvertModelOptions {
  readonly out: string;
  /** Of the converter. */
  readonly options: Readonly<Record<string, string | undefined>>;
  readonly replace: boolean;
  readonly json: boolean;
}

/** A converter names what a user has written, and may fix, by the option; all else is the checkpoint's. */
const told =
  ({ options = [] }: Converter) =>
  (error: unknown): never => {
    if (!CheckpointError.is(error)) throw error;
    const { place, message } = error;
    if (options.some(({ name }) => name === place)) throw badInput(`--${place}`, message.slice(place.length + 2));
    throw new DenseqlError(
      'PACK_INVALID',
      `The checkpoint cannot be converted. ${message.replace(/(?<![.?!])$/, '.')}`,
      { place },
      { cause: error },
    );
  };

/** `denseql models convert`: a released checkpoint to one graph and its manifest. */
export async function convertModel(checkpoint: string, converter: Converter, { json, ...call }: ConvertModelOptions): Promise<void> {
  checkCheckpointThere(checkpoint);
  const out = resolve(call.out);
  const manifestFile = join(out, `${converter.kind}.json`);
  const there = await stat(manifestFile).catch(() => null);
  if (there !== null && !call.replace) throw badInput('--out', `${manifestFile} is there already; --replace writes it again.`);
  const say = progress(json);
  const lines = stageLines(say);
  const work = (signal: AbortSignal) =>
    converter.convert({
      checkpoint: resolve(checkpoint),
      out,
      options: call.options,
      say,
      onProgress: (done, total) => lines('compiling', done, total),
      signal,
    });
  const { manifest, files } = await interruptible(work).catch(told(converter));
  if (json) return printJson({ folder: out, files, manifest });
  const size = (await stat(join(out, manifest.data))).size;
  process.stdout.write(`${basename(checkpoint)} as ${manifest.kind} (${manifest.backbone}): ${megabytes(size)} in ${out}\n`);
}

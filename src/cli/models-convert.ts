import { readFile, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { badInput, DenseqlError } from '../core/errors.js';
import { type ClosedSetManifest, convertClipEbc, convertDenseclip, parseBins } from '../onnx/closed-set/index.js';
import { CheckpointError } from '../onnx/index.js';
import { openTensorFile } from '../onnx/torch-zip/index.js';
import { clipTokens } from './clip-tokens.js';
import { megabytes, printJson, progress } from './output.js';
import { interruptible, stageLines } from './pack-making.js';

export interface ConvertModelOptions {
  kind: 'denseclip' | 'clip-ebc';
  out: string;
  classes?: string;
  tokenizer?: string;
  bins: string;
  anchors?: string;
  block: number;
  prompts: 'word' | 'number';
  replace: boolean;
  json: boolean;
}

/** What a user has written, and may mend, as the converters name it. */
const OPTIONS = ['classes', 'bins', 'anchors', 'block'];

const told = (error: unknown): never => {
  if (!(error instanceof CheckpointError)) throw error;
  if (OPTIONS.includes(error.place)) throw badInput(`--${error.place}`, error.message.slice(error.place.length + 2));
  throw new DenseqlError('PACK_INVALID', `The checkpoint cannot be converted. ${error.message}`, { place: error.place }, { cause: error });
};

async function readClasses(file: string | undefined): Promise<readonly string[]> {
  if (file === undefined) throw badInput('--classes', 'is needed: a text file with the class names in the order of training, one a line.');
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw badInput('--classes', `${file} cannot be read: ${(error as NodeJS.ErrnoException).code ?? 'unknown'}.`);
  });
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

function readNumbers(text: string | undefined): { readonly anchors?: readonly number[] } {
  if (text === undefined) return {};
  const anchors = text.split(',').map((part) => (part.trim() === '' ? NaN : Number(part)));
  if (!anchors.every(Number.isFinite)) throw badInput('--anchors', `${text} are no numbers separated by commas.`);
  return { anchors };
}

/** `denseql models convert`: a released closed-set model to one graph and its manifest. */
export async function convertModel(checkpoint: string, options: ConvertModelOptions): Promise<void> {
  const { kind, block, prompts, json } = options;
  const out = resolve(options.out);
  const manifestFile = join(out, `${kind}.json`);
  const there = await stat(manifestFile).catch(() => null);
  if (there !== null && !options.replace) throw badInput('--out', `${manifestFile} is there already; --replace writes it again.`);
  const say = progress(json);
  const lines = stageLines(say);
  const tokenize = (texts: readonly string[]) => {
    if (options.tokenizer === undefined)
      throw badInput(
        '--tokenizer',
        "is needed to encode the texts: a folder with CLIP's tokenizer.json, or vocab.json and merges.txt, such as that of any CLIP checkpoint.",
      );
    say('encoding the texts');
    return clipTokens(resolve(options.tokenizer), texts);
  };
  const work = async (signal: AbortSignal) => {
    const tensors = await openTensorFile(resolve(checkpoint));
    const common = { tokenize, signal, onProgress: (done: number, total: number) => lines('compiling', done, total) };
    if (kind === 'denseclip') return convertDenseclip(tensors, out, { ...common, classes: await readClasses(options.classes) });
    return convertClipEbc(tensors, out, { ...common, block, prompts, bins: parseBins(options.bins), ...readNumbers(options.anchors) });
  };
  const { manifest, files }: { manifest: ClosedSetManifest; files: readonly string[] } = await interruptible(work).catch(told);
  if (json) return printJson({ folder: out, files, manifest });
  const size = (await stat(join(out, manifest.data))).size;
  process.stdout.write(`${basename(checkpoint)} as ${manifest.kind} (${manifest.backbone}): ${megabytes(size)} in ${out}\n`);
}

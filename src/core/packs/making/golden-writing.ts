import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { EncoderProcess } from '../../encoder/process/encoder-process.js';
import type { Tensor } from '../../math/tensor.js';
import { graphPaths } from '../../encoder/process/graph-paths.js';
import { forkChild } from '../../encoder/process/fork-child.js';
import { loadCommand } from '../../encoder/process/load-command.js';
import { PassTimes } from '../../encoder/process/pass-times.js';
import { DenseqlError } from '../../errors.js';
import { sharp } from '../../sharp.js';
import { goldenPixels } from './golden-picture.js';
import { invalidPack } from '../invalid-pack.js';
import type { PackManifest } from '../manifest.js';

/** Plain, with upper case and punctuation, and long enough to fill more than one length of batch. */
export const GOLDEN_TEXTS = [
  'a cat',
  'A photo of a red bus, on a street.',
  'a chequered wooden floor below green hills and a blue sky with one red ball',
];

/** Rows of an output that are written down: the first, the last, and evenly between. */
const ROWS = 4;

type Draft = Pick<PackManifest, 'image' | 'text' | 'compute'>;

/** What one picture and the golden texts gave. */
export interface GoldenRun {
  readonly width: number;
  readonly height: number;
  /** By output, batch dimension included. */
  readonly outputs: Readonly<Record<string, Tensor>>;
  /** [texts, dims] */
  readonly texts: Tensor;
}

/**
 * Runs the golden picture and texts on the CPU, in an encoder process of its own: the numbers that every other device must give.
 * @param pack its graphs lie in `folder`; need not be written down yet
 * @throws PACK_INVALID when the runtime refuses a graph, or when an output is missing or not finite
 */
export async function runGolden(
  folder: string,
  pack: Draft & Pick<PackManifest, 'outputs'>,
  size: { readonly width: number; readonly height: number },
  threads: number,
  signal?: AbortSignal,
): Promise<GoldenRun> {
  signal?.throwIfAborted();
  const life = new EncoderProcess(forkChild(), new PassTimes(), graphPaths(folder));
  const kill = (): void => life.kill();
  signal?.addEventListener('abort', kill, { once: true });
  try {
    await life.up();
    await life.load(loadCommand(folder, pack, 'cpu', threads));
    const image = await life.run({ type: 'image', pixels: goldenPixels(size.width, size.height), ...size });
    const text = await life.run({ type: 'texts', texts: GOLDEN_TEXTS });
    const bad = [...image.nonFinite, ...text.nonFinite];
    if (bad.length > 0) throw invalidPack(pack.image.graph, `gives NaN or infinity in ${bad.join(', ')}: ${whyNotFinite(pack)}`);
    const outputs = Object.fromEntries(Object.keys(pack.outputs).map((name) => [name, need(image.outputs, name, pack.image.graph)]));
    return { ...size, outputs, texts: need(text.outputs, 'text', pack.text.graph) };
  } catch (error) {
    signal?.throwIfAborted();
    if (DenseqlError.is(error) && error.code === 'PACK_INVALID') throw error;
    throw invalidPack(folder, `the runtime does not run what was compiled: ${(error as Error).message}`, { cause: error });
  } finally {
    signal?.removeEventListener('abort', kill);
    await life.end();
  }
}

const whyNotFinite = ({ compute }: Draft): string =>
  compute === 'fp16'
    ? 'its products go beyond 65504, the largest number of half precision. Compile this checkpoint without --compute'
    : 'the weights are damaged';

function need(outputs: Readonly<Record<string, Tensor>>, name: string, graph: string): Tensor {
  const output = outputs[name];
  if (output === undefined) throw invalidPack(graph, `gives no output ${name}`);
  return output;
}

/** Six significant digits: below what the comparison can see, and half the length. */
const rounded = (values: Float32Array): number[] => Array.from(values, (value) => Number(value.toPrecision(6)));

const row = ({ data, dims }: Tensor, index: number): Float32Array => {
  const width = dims.at(-1) ?? 0;
  return data.subarray(index * width, (index + 1) * width);
};

/**
 * Writes golden.png and golden.json (read by golden.ts) into the folder.
 * @param cosine least cosine with these vectors that a device must reach
 * @returns the names of both files
 */
export async function writeGolden(folder: string, run: GoldenRun, cosine: number): Promise<readonly string[]> {
  const { width, height } = run;
  await sharp(goldenPixels(width, height), { raw: { width, height, channels: 3 } })
    .png({ compressionLevel: 9 })
    .toFile(join(folder, 'golden.png'));
  const expected = Object.fromEntries(
    Object.entries(run.outputs).map(([name, tensor]) => {
      const count = tensor.data.length / (tensor.dims.at(-1) ?? 1);
      const picked = new Set(Array.from({ length: ROWS }, (_, index) => Math.round((index * (count - 1)) / (ROWS - 1))));
      return [name, { dims: tensor.dims, sample: [...picked].map((index) => ({ row: index, values: rounded(row(tensor, index)) })) }];
    }),
  );
  const texts = GOLDEN_TEXTS.map((text, index) => ({ text, values: rounded(row(run.texts, index)) }));
  const golden = { image: { file: 'golden.png', width, height, tolerance: { cosine }, expected }, texts };
  await writeFile(join(folder, 'golden.json'), `${JSON.stringify(golden)}\n`);
  return ['golden.json', 'golden.png'];
}

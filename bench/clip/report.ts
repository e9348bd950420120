import type { PackManifest } from '../../src/core/packs/manifest.js';
import { median } from '../client.js';
import type { Likeness } from './likeness.js';
import type { Measured, What } from './measure.js';

export interface Outcome extends Measured {
  readonly likeness: Likeness;
}

export interface Conditions {
  readonly machine: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly threads: number;
  readonly pack: PackManifest;
  readonly rounds: number;
}

const NAMES: Readonly<Record<What, string>> = {
  raw: 'raw runtime: one run, decoded pixels given',
  embedding: 'end to end: `embedding`',
  segmentation: 'end to end: `segmentation`, 4 labels, `form: VALUE`',
  eager: 'transformers, eager attention',
  sdpa: 'transformers, sdpa attention',
};

/** Ratios of each round, since both of its times met the machine in the same state: median, least and greatest. */
function ratio(above: readonly number[], below: readonly number[]): string {
  const ratios = above.map((time, index) => time / below[index]!);
  return `${median(ratios).toFixed(3)} (${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)})`;
}

function section({ side, times, likeness }: Outcome): string {
  const faster = median(times.eager) <= median(times.sdpa) ? 'eager' : 'sdpa';
  const rows = (Object.keys(NAMES) as What[]).map((what) => {
    const values = times[what];
    const toTorch = what === 'embedding' || what === 'segmentation' ? ratio(values, times[faster]) : '';
    const cells = [Math.min(...values), median(values), Math.max(...values)].map((time) => time.toFixed(0));
    return `| ${NAMES[what]} | ${cells.join(' | ')} | ${what === 'raw' ? '1' : ratio(values, times.raw)} | ${toTorch} |`;
  });
  return `## ${side} px

| what | least ms | median ms | most ms | ratio to raw | ratio to transformers (${faster}) |
|---|---|---|---|---|---|
${rows.join('\n')}

Embeddings answered over HTTP against transformers' on the same pixels: cosine at least ${likeness.least.toFixed(6)} on every picture; two different
pictures have at most ${likeness.greatestOther.toFixed(4)}.
`;
}

/** The page docs/benchmarks-clip.md: what was measured, how, and against what. */
export function report(outcomes: readonly Outcome[], { machine, versions, threads, pack, rounds }: Conditions): string {
  return `# Benchmarks: a compiled CLIP

Written by \`npm run bench:clip\`. Absolute times are of one machine on one day; ratios are what carries over.

- Machine: ${machine}
- Versions: ${Object.entries(versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ')}; ${threads} threads for each
- Checkpoint: CLIP of ViT-B/16's size with random weights (\`bench/clip/make_checkpoint.py\`), compiled by this project: ${pack.summary}
- Pictures: ${rounds} distinct 1-megapixel JPEGs (1000 x 1000) a size. Round by round, each way in turn gets that round's picture, so that whatever slows the
  machine down hits all; a ratio is the median of the rounds' own ratios, with the least and the greatest. Warm-up rounds are not counted.
- Raw: onnxruntime-node on the compiled graph in a process of its own, every output fetched, with the options that the encoder's process uses.
- End to end: a GraphQL query over HTTP on localhost about a picture that the server has not seen (for the second query the same picture in
  other bytes), texts known. Uploading is not counted, decoding is.
- transformers: \`get_image_features\` with hidden states, on torch's CPU, from the JPEG's bytes in memory to the embedding: Pillow decodes and
  resizes. Timed inside the Python process.

${outcomes.map(section).join('\n')}`;
}

import { batched, sigmoid, wholeGrid, type Box, type ByteTensor, type CountCall, type Features, type Tensor } from '../../core/index.js';
import { binPrompt, statePrompts } from './bin-prompts.js';
import { blockCounts } from './bins.js';
import { stitch, type Field } from './field.js';
import type { Head, HeadBlock } from './head.js';
import type { Counted } from './counted.js';
import type { Shown } from './examples.js';

type Call = Pick<CountCall<unknown>, 'of' | 'text' | 'compute' | 'pack' | 'image' | 'look' | 'signal'>;

const row = (vector: Float32Array): Tensor => ({ data: vector, dims: [1, vector.length] });
const stack = (vectors: readonly Float32Array[]): Tensor => {
  const dims = vectors[0]?.length ?? 0;
  const data = new Float32Array(vectors.length * dims);
  vectors.forEach((vector, i) => data.set(vector, i * dims));
  return { data, dims: [vectors.length, dims] };
};

/** What the graph is fed beside outputs of the pass; the same for every pass of a call. */
async function textFeeds({ of, text }: Call, { bins, templates, zip, feeds }: Head, label: Float32Array): Promise<Record<string, Tensor>> {
  if (feeds && !feeds.includes('bins') && !feeds.includes('states')) return { label: row(label) };
  const prompts = bins.map((bin) => binPrompt(bin, of, templates));
  const states = zip ? statePrompts(of, templates) : [];
  const vectors = await text.embed([...prompts, ...states]);
  return { label: row(label), bins: stack(vectors.slice(0, bins.length)), ...(zip ? { states: stack(vectors.slice(bins.length)) } : {}) };
}

/** What to count with, and what. */
export interface Chosen {
  readonly head: Head;
  readonly block: HeadBlock;
  /** By a word: its unit vector; or by examples. */
  readonly clue: Float32Array | Shown;
  /** A pass whose own presence is below this holds nothing. */
  readonly least: number;
}

interface PassCounts {
  readonly mean: Field;
  readonly variance: Field;
  readonly saturated: boolean;
  /** The head's own word on whether the label is there; null where it has none. */
  readonly presence: number | null;
}

/** Zeros stand for a clue that is not given. Sides are in patches of the pass. */
function exampleFeeds({ examples }: Head, clue: Chosen['clue'], features: Features): Record<string, Tensor> {
  if (!examples) return {};
  const { rows, columns, frame } = features;
  if (!(clue instanceof Float32Array)) {
    const sides = Float32Array.of((clue.sides[0] * rows) / frame.height, (clue.sides[1] * columns) / frame.width);
    return { example: row(clue.means), sides: row(sides) };
  }
  const width = examples.reduce((sum, name) => sum + features.output(name).dims[1]!, 0);
  return { example: row(new Float32Array(width)), sides: row(new Float32Array(2)) };
}

/** One pass through the head: counts of all blocks of its grid. */
async function countPass(
  call: Call,
  { head, block, clue, least }: Chosen,
  texts: Record<string, Tensor>,
  features: Features,
): Promise<PassCounts> {
  const { rows, columns, frame } = features;
  const all: Record<string, Tensor> = {
    grid: { data: Float32Array.of(rows, columns), dims: [2] },
    ...texts,
    ...exampleFeeds(head, clue, features),
  };
  const feeds: Record<string, Tensor | ByteTensor> = {};
  for (const name of head.feeds ?? ['grid', 'label', 'bins', ...(head.zip ? (['states'] as const) : [])])
    if (all[name]) feeds[name] = all[name];
  if (head.feeds?.includes('picture')) {
    const size = { width: columns * head.pixels, height: rows * head.pixels };
    feeds['picture'] = await call.look.pixels({ box: frame, size });
  }
  for (const name of head.inputs) {
    feeds[name] = batched(features.output(name));
  }
  const outputs = [block.logits, ...(head.zip ? [block.zero] : []), ...(head.scores ? ['scores'] : [])];
  const size = { rows: Math.ceil(rows / block.size), columns: Math.ceil(columns / block.size) };
  const answer = await call.compute.head({ graph: head.graph, feeds, outputs, sizes: size });
  const logits = answer[block.logits]!.data;
  const states = head.zip ? answer[block.zero]!.data : null;
  const presence = head.scores ? sigmoid(answer['scores']!.data[0]!) : null;
  const counts = blockCounts({ logits, anchors: head.anchors, states });
  const absent = presence !== null && presence < least;
  if (absent) {
    // Its blocks say how many things fit the label best, which nothing does in this pass.
    counts.mean.fill(0);
    counts.variance.fill(0);
  }

  const cell = { width: (frame.width / columns) * block.size, height: (frame.height / rows) * block.size };
  const grid = { ...size, x: frame.x, y: frame.y, cell, inside: frame };
  // At a ragged edge all of a block's things are on the part of it that the picture has.
  const perPixel = (values: Float64Array): Field => {
    const across = (i: number) => Math.min(cell.width, frame.width - (i % size.columns) * cell.width);
    const down = (i: number) => Math.min(cell.height, frame.height - Math.floor(i / size.columns) * cell.height);
    return { ...grid, data: values.map((value, i) => value / (across(i) * down(i))) };
  };
  const total = counts.mean.reduce((sum, value) => sum + value, 0);
  const open = head.bins.at(-1)?.[1] === null && counts.inLast > total / 2;
  return {
    mean: perPixel(counts.mean),
    variance: perPixel(counts.variance),
    saturated: !absent && (total > (head.maxCount ?? Infinity) || open),
    presence,
  };
}

/**
 * CLIP-EBC (Ma, Sanchez, Guha 2024, arXiv:2403.09281) by the pack's head: every block of patches is sorted into bins of counts by its likeness to
 * sentences about them; which things is said by a word or shown by examples. A region without zoom gets its share of the whole grid's blocks.
 *
 * @param passes of the whole part, or of its tiles
 * @throws PLUGIN_FAILED for NaN or a wrong shape, naming the head's output
 */
export async function countByHead(call: Call, chosen: Chosen, passes: readonly Features[]): Promise<Counted> {
  const box: Box = call.image.box;
  const { head, block, clue } = chosen;
  const shown = !(clue instanceof Float32Array);
  const texts = await textFeeds(call, head, shown ? new Float32Array(passes[0]!.output('dense').dims[1]!) : clue);
  const counts: PassCounts[] = [];
  for (const features of passes) counts.push(await countPass(call, chosen, texts, wholeGrid(features)));
  const mean = stitch(
    counts.map((pass) => pass.mean),
    box,
  );
  const variance = stitch(
    counts.map((pass) => pass.variance),
    box,
  );
  return {
    form: `${head.zip ? 'ZIP' : 'CLIP-EBC'} head, ${block.name}${shown ? ', by examples' : ''}`,
    density: mean,
    variance,
    points: null,
    saturated: counts.some((pass) => pass.saturated),
    ...(head.scores ? { presence: Math.max(...counts.map((pass) => pass.presence ?? 0)) } : {}),
  };
}

import {
  batched,
  cosines,
  inverseNorms,
  presence,
  sigmoid,
  wholeGrid,
  type ByteTensor,
  type SegmentCall,
  type SegmentResult,
  type Tensor,
} from '../../core/index.js';
import { cutFor, takeHigher, topOf } from './grid-cut.js';
import type { OpenHead } from './head.js';
import type { DenseclipOptions } from './options.generated.js';

type Call = SegmentCall<unknown>;

/** Texts that the graph is fed at a time: its memory grows with them, its answers do not depend on it. */
export const CHUNK = 16;

/** Vectors as a matrix; `[1, dims]` of zeros where there are none, since every input of a graph must be fed. */
function matrix(vectors: readonly Float32Array[], dims: number): Tensor {
  const data = new Float32Array(Math.max(1, vectors.length) * dims);
  vectors.forEach((vector, row) => data.set(vector, row * dims));
  return { data, dims: [data.length / dims, dims] };
}

/** What is fed beside labels, the same for every chunk. */
async function pictureFeeds({ features, look }: Call, head: OpenHead, background: Tensor): Promise<Record<string, Tensor | ByteTensor>> {
  const whole = wholeGrid(features);
  const feeds: Record<string, Tensor | ByteTensor> = { grid: { data: Float32Array.of(whole.rows, whole.columns), dims: [2] } };
  for (const name of head.feeds) {
    feeds[name] = batched(whole.output(name));
  }
  if (head.pixels !== undefined) {
    const size = { width: whole.columns * head.pixels, height: whole.rows * head.pixels };
    feeds['picture'] = await look.pixels({ box: whole.frame, size });
  }
  return head.background ? { ...feeds, background } : feeds;
}

/** The pack's own word on what is in the part asked about, where the head has none. */
function calibrated({ features, pack }: Call, texts: readonly (readonly Float32Array[])[]): number[] {
  const dense = features.output('dense');
  const inverse = inverseNorms(dense);
  return texts.map((names) => presence(cosines(dense, inverse, names), pack.calibration.presence));
}

/**
 * The open form: a head on the pack's own features that takes any labels (Rao et al. 2022, arXiv:2112.01518, made class-agnostic). Every text is
 * decoded by itself; of several names of a label the highest value counts.
 *
 * @throws PLUGIN_FAILED for NaN or a wrong shape, naming the head's output; PLUGIN_UNAVAILABLE for an output that the pack lacks
 */
export async function segmentOpen(call: Call, head: OpenHead, options: DenseclipOptions): Promise<SegmentResult> {
  const { features, labels, pack, image } = call;
  const others = [...new Set(call.background ?? pack.calibration.background)].filter((text) => !labels.includes(text));
  const texts = await call.text.labels([...labels, ...others], call.prompts);
  const rows = texts.flatMap((names, channel) => names.map((vector) => ({ channel, vector })));
  const dims = rows[0]?.vector.length ?? 0;
  // A graph with a channel for everything else is fed the background texts for it; otherwise they compete as labels do.
  const fed = head.background ? rows.filter(({ channel }) => channel < labels.length) : rows;
  const behind = rows.filter(({ channel }) => channel >= labels.length).map(({ vector }) => vector);
  const feeds = await pictureFeeds(call, head, matrix(behind, dims));
  // `background: []` asks for no competitor at all.
  const rest = head.background && call.background?.length !== 0;

  const whole = wholeGrid(features);
  const size = { rows: whole.rows * head.upsample, columns: whole.columns * head.upsample };
  const cut = cutFor(image.box, whole.frame, size.rows, size.columns);
  const [all, cells] = [size.rows * size.columns, cut.rows * cut.columns];
  const channels = labels.length + (head.background ? Number(rest) : others.length);
  // Of log odds: the highest becomes the highest probability.
  const data = new Float32Array(channels * cells).fill(-Infinity);
  const present = new Float64Array(texts.length);
  const take = (logits: Float32Array, from: number, channel: number): void =>
    takeHigher(cut, logits, from * all, data.subarray(channel * cells, (channel + 1) * cells));

  for (let first = 0; first < fed.length; first += CHUNK) {
    const chunk = fed.slice(first, first + CHUNK);
    const vectors = matrix(
      chunk.map(({ vector }) => vector),
      dims,
    );
    const outputs = head.scores ? ['logits', 'scores'] : ['logits'];
    const sizes = { channels: chunk.length + (head.background ? 1 : 0), ...size };
    const answer = await call.compute.head({ graph: head.graph, feeds: { ...feeds, labels: vectors }, outputs, sizes });
    const logits = answer['logits']!.data;
    const scores = answer['scores']?.data;
    chunk.forEach(({ channel }, row) => {
      take(logits, row, channel);
      if (scores) present[channel] = Math.max(present[channel]!, sigmoid(scores[row]!));
    });
    if (rest && first === 0) take(logits, chunk.length, labels.length);
  }
  for (let cell = 0; cell < data.length; cell += 1) data[cell] = sigmoid(data[cell]!);

  // The head's presence speaks of the whole grid; a part of it has a label only where its map says so.
  const patch = head.upsample ** 2;
  const scores = head.scores
    ? labels.map((_, label) => Math.min(present[label]!, topOf(data.subarray(label * cells, (label + 1) * cells), cut, patch)))
    : calibrated(call, texts.slice(0, labels.length));
  const least = options.minPresence ?? head.minPresence;
  const stride = head.stride === undefined ? `${head.upsample} cells a patch` : `stride ${head.stride}`;
  return {
    form: `DenseCLIP head, ${stride}${head.context ? ', context-aware prompting' : ''}`,
    scores,
    maps: { channels, rows: cut.rows, columns: cut.columns, data, frame: cut.frame },
    competes: scores.map((score) => score >= least),
    threshold: options.threshold ?? head.threshold,
    refine: options.edges,
  };
}

import { breather, cosines, inverseNorms, sampleChannel, softmaxOverChannels, wholeGrid } from '../../core/index.js';
import type { Box, CountCall, Features, Point, ScoreMaps } from '../../core/index.js';
import { blobs, type Blob } from './blobs.js';
import type { Counted } from './counted.js';
import { stitch, type Field } from './field.js';
import { MOST_POINTS } from './points.js';

type Call = Pick<CountCall<unknown>, 'pack' | 'image' | 'signal'>;

/** Patches are cut into this many cells a side before shapes are looked for. */
const FINER = 4;
/** A place belongs to a thing where the label's share is above this. */
const INSIDE = 0.5;
/** By how much a maximum of the share must stand out to be a thing of its own. */
const PROMINENCE = 0.1;
/** Cells below which a place is a speck and no thing: half a patch. */
const SPECK = (FINER * FINER) / 2;
/** Share of the picture, and number of things, beyond which things are not told apart. */
const [CROWDED, MOST] = [0.6, 50];

/** The label's softmax share among background texts on each patch of a pass; without any, the calibrated midpoint competes. */
async function shares({ pack, signal }: Call, texts: readonly (readonly Float32Array[])[], features: Features): Promise<Field> {
  const { rows, columns, frame } = features;
  const patches = features.output('dense');
  const inverse = inverseNorms(patches);
  const cells = rows * columns;
  const data = new Float32Array(texts.length * cells);
  const breathe = breather(signal);
  for (const [channel, names] of texts.entries()) {
    data.set(cosines(patches, inverse, names), channel * cells);
    await breathe();
  }
  const floor = texts.length > 1 ? null : pack.calibration.presence.midpoint;
  const all = softmaxOverChannels({ data, channels: texts.length, scale: pack.logitScale, floor });
  const cell = { width: frame.width / columns, height: frame.height / rows };
  return { rows, columns, x: frame.x, y: frame.y, cell, inside: frame, data: Float64Array.from(all.subarray(0, cells)) };
}

/**
 * Cells of a single thing: the median of cells per maximum over blobs, weighed by their cells, so that crumbs beside a few large things do
 * not say how large a thing is. 0 without a blob.
 */
function singleArea(found: readonly Blob[]): number {
  const sizes = found.map(({ cells, peaks }) => ({ each: cells.length / peaks.length, cells: cells.length }));
  const half = sizes.reduce((sum, { cells }) => sum + cells, 0) / 2;
  let below = 0;
  return sizes.sort((a, b) => a.each - b.each).find(({ cells }) => (below += cells) >= half)?.each ?? 0;
}

/** How many things a blob is: its maxima, or as many singles as fit into it. */
const thingsIn = ({ cells, peaks }: Blob, single: number): number => Math.max(1, peaks.length, Math.round(cells.length / single));

/** Cells that stand for a blob's things: its maxima, then cells evenly along it. */
function placesOf({ cells, peaks }: Blob, things: number): number[] {
  const more = Math.max(0, things - peaks.length);
  return [...peaks, ...Array.from({ length: more }, (_, i) => cells[Math.floor(((i + 0.5) * cells.length) / more)]!)];
}

/**
 * Counting without training, a stand-in for packs without a head (no published method): the label competes with background texts patch by
 * patch, on a grid four times finer; connected places above a half are things. One with several maxima, or much larger
 * than a single one, is several. It follows the label, is good for some tens of things larger than a patch, and knows no uncertainty.
 *
 * @param texts unit vectors of the label's names, then of each background text
 * @param passes of the whole part, or of its tiles
 */
export async function countTrainingFree(
  call: Call,
  texts: readonly (readonly Float32Array[])[],
  passes: readonly Features[],
): Promise<Counted> {
  const { box } = call.image;
  const fields: Field[] = [];
  for (const features of passes) fields.push(await shares(call, texts, wholeGrid(features)));
  const share = stitch(fields, box);
  const { rows, columns, x, y, cell } = share;
  const frame: Box = { x, y, width: columns * cell.width, height: rows * cell.height };
  const maps: ScoreMaps = { channels: 1, rows, columns, data: Float32Array.from(share.data), frame };
  const fine = { width: columns * FINER, height: rows * FINER };
  const values = sampleChannel(maps, 0, frame, fine);
  const all = await blobs(values, fine.width, INSIDE, PROMINENCE, breather(call.signal));
  const found = all.filter(({ cells, peaks: [top] }) => cells.length >= SPECK && values[top!]! > INSIDE + PROMINENCE);

  const single = singleArea(found);
  const data = new Float64Array(rows * columns);
  const points: Point[] = [];
  let total = 0;
  for (const blob of found) {
    const things = thingsIn(blob, single);
    total += things;
    const each = things / blob.cells.length / (cell.width * cell.height);
    for (const at of blob.cells) data[Math.floor(at / fine.width / FINER) * columns + Math.floor((at % fine.width) / FINER)]! += each;
    for (const at of placesOf(blob, things))
      points.push({
        x: x + (((at % fine.width) + 0.5) * cell.width) / FINER,
        y: y + ((Math.floor(at / fine.width) + 0.5) * cell.height) / FINER,
      });
  }
  const within = ({ x: px, y: py }: Point): boolean => px >= box.x && px <= box.x + box.width && py >= box.y && py <= box.y + box.height;
  const covered = found.reduce((sum, { cells }) => sum + cells.length, 0) / (fine.width * fine.height);
  return {
    form: 'training-free (stand-in)',
    density: { ...share, data },
    variance: null,
    points: points.filter(within).slice(0, MOST_POINTS),
    saturated: covered > CROWDED || total > MOST,
  };
}

import { badInput, boxCells, DenseqlError, regionBox, wholeGrid } from '../../core/index.js';
import type { Box, CountCall, Features, PackFacts } from '../../core/index.js';
import type { ConvertedHead } from './converted-head.js';
import { isConverted, type Head } from './head.js';
import type { ClipEbcOptions } from './options.generated.js';

/** Share of a box's sides that is taken for the thing: its corners show what lies around it. */
const INNER = 0.7;

/** What examples say of the thing to count. */
export interface Shown {
  /** Means of the head's outputs over the boxes' inner parts, side by side. */
  readonly means: Float32Array;
  /** Height and width of the boxes in pixels of the original, geometric means. */
  readonly sides: readonly [number, number];
}

type Call = Pick<CountCall<ClipEbcOptions, Head | ConvertedHead>, 'features' | 'image'>;

/**
 * The head that takes examples.
 * @throws BAD_INPUT where another form is asked for by name; PLUGIN_UNAVAILABLE naming what the pack lacks
 */
export function headOfExamples(
  { form, minPresence }: ClipEbcOptions,
  head: Head | ConvertedHead | null,
  pack: PackFacts<Head | ConvertedHead>,
): Head {
  if (form === 'TRAINING_FREE') throw badInput('by.clipEbc.examples', 'must be null with TRAINING_FREE: it counts by words alone.');
  if (minPresence) throw badInput('by.clipEbc.minPresence', 'must be null or 0 with examples: what is shown is there.');
  if (head && !isConverted(head) && head.examples) return head;
  throw new DenseqlError(
    'PLUGIN_UNAVAILABLE',
    `by.clipEbc.examples: a counting head that takes examples is needed, which the pack ${pack.name} does not carry (pack.json, ` +
      'heads.clip-ebc.examples). Without examples the label is counted by its word.',
    { pack: pack.name },
  );
}

/** Mean of an output over the boxes, each weighing as much as the others. */
function meanOf(output: string, boxes: readonly Box[], features: Features): Float32Array {
  const { data, dims } = features.output(output);
  const width = data.length / dims[0]!;
  const mean = new Float64Array(width);
  for (const box of boxes)
    for (const [patch, weight] of boxCells(box, features, INNER))
      for (let d = 0; d < width; d += 1) mean[d]! += (weight / boxes.length) * data[patch * width + d]!;
  return Float32Array.from(mean);
}

/**
 * What example boxes say of the thing to count, by the pass that the visual is part of: a region without zoom may be shown things anywhere in its picture.
 * @throws BAD_INPUT for a box that the pass does not cover, or one that is no box
 */
export function shownBy({ features, image }: Call, outputs: readonly string[], examples: NonNullable<ClipEbcOptions['examples']>): Shown {
  const pass = wholeGrid(features);
  const boxes = examples.map((box, i) => regionBox(box, image.original, pass.frame, `by.clipEbc.examples[${i}]`));
  const parts = outputs.map((output) => meanOf(output, boxes, pass));
  const means = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  parts.reduce((at, part) => (means.set(part, at), at + part.length), 0);
  const side = (of: (box: Box) => number): number => Math.exp(boxes.reduce((sum, box) => sum + Math.log(of(box)), 0) / boxes.length);
  return { means, sides: [side(({ height }) => height), side(({ width }) => width)] };
}

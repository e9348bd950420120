import { badInput } from '../errors.js';
import { boxCells } from '../geometry/box-cells.js';
import type { ImageSourceInput } from '../images/picture.js';
import { breather } from '../math/breathe.js';
import { inverseNorms } from '../math/cosines.js';
import { alikeLabels } from '../text/alike-labels.js';
import type { Prompts } from '../text/prompts.js';
import { wholeGrid } from '../visual/cut-patches.js';
import type { Features } from '../visual/features.js';
import { regionBox, type BoxRequest } from '../visual/region-box.js';
import type { TaskCall } from './contract.js';

/** A thing that is shown, as the schema's input `Example` has it. */
export interface Example {
  readonly label: string;
  readonly box: BoxRequest;
  readonly source: ImageSourceInput | null;
  readonly withText: boolean;
}

type Call = Pick<TaskCall, 'features' | 'image' | 'visual' | 'text' | 'pack' | 'signal'> & {
  readonly labels: readonly string[];
  readonly prompts: Prompts;
};

/** Share of a box's sides that is taken for the thing: its corners show what lies around it. */
const INNER = 0.7;
/** How much of the cosine with what lies around the thing is taken off that with the thing. */
const AROUND = 0.5;
/**
 * Patches are far nearer to each other than to texts. What is shown is brought to the scale of texts, which is what a pack is calibrated for: the thing itself has so many
 * times the cosine of a label that is as likely there as not. Nine of ten pictures without such a thing stay below half of the thing's own likeness (19 photographs of
 * COCO, pocket, one example each: 482 pairs of photographs that share no such thing, 58 that do; area under the curve .75 of presence, .86 of patches; their words .89).
 */
const OWN = 2;

/** Mean of the unit patches, each by its weight. */
function meanOf(dense: Float32Array, inverse: Float32Array, weights: Iterable<readonly [number, number]>, dims: number): Float64Array {
  const mean = new Float64Array(dims);
  for (const [patch, weight] of weights) {
    const scale = weight * inverse[patch]!;
    for (let d = 0; d < dims; d += 1) mean[d]! += scale * dense[patch * dims + d]!;
  }
  return mean;
}

const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let sum = 0;
  for (let d = 0; d < a.length; d += 1) sum += a[d]! * b[d]!;
  return sum;
};

const unit = (vector: Float64Array): Float64Array => {
  const norm = Math.sqrt(dot(vector, vector));
  return vector.map((value) => (norm > 1e-9 ? value / norm : 0));
};

/**
 * What a box shows, as a vector that patches are compared with in the place of a text's: its patches' mean less a part of what lies around them, on the scale of texts.
 * Nothing where all of the box looks like what is around it.
 */
function shownBy(box: Parameters<typeof boxCells>[0], features: Features, midpoint: number): Float32Array | null {
  const { data, dims } = features.output('dense');
  const width = dims[1]!;
  const inverse = inverseNorms({ data, dims });
  const own = boxCells(box, features, INNER);
  const inside = new Set(boxCells(box, features).map(([cell]) => cell));
  const outside = [...inverse.keys()].filter((cell) => !inside.has(cell));
  const mean = meanOf(data, inverse, own, width);
  const thing = unit(mean);
  const around = unit(
    meanOf(
      data,
      inverse,
      outside.map((cell) => [cell, 1]),
      width,
    ),
  );
  const direction = thing.map((value, d) => value - AROUND * around[d]!);
  const alike = dot(direction, mean);
  return alike > 1e-6 ? Float32Array.from(direction, (value) => (value * OWN * midpoint) / alike) : null;
}

/**
 * Labels' vectors with what examples show of them: a prototype of the box less a part of what lies around it (training-free; no published method), half and half with the
 * label's texts unless `withText` is false. They are on the scale of texts, not of unit length. Of several examples the nearest counts, as of several names.
 *
 * @param texts of each label one unit vector a name, as `call.text.labels` gives them
 * @param field of the examples, for errors
 * @throws BAD_INPUT for a label that was not asked for, a box outside its picture; what opening a picture fails with
 */
export async function textsWithExamples(
  call: Call,
  texts: readonly (readonly Float32Array[])[],
  examples: readonly Example[],
  field: string,
): Promise<readonly (readonly Float32Array[])[]> {
  const breathe = breather(call.signal);
  const shown = texts.map((): { vectors: Float32Array[]; withText: boolean } => ({ vectors: [], withText: true }));
  for (const [number, { label: said, box, source, withText }] of examples.entries()) {
    const label = await placeOf(said, call, texts);
    if (label < 0) throw badInput(`${field}[${number}].label`, `"${said.trim()}" is none of the labels that are asked for.`);
    const other = source === null ? null : await call.visual(source, { field: `${field}[${number}].source` });
    const features = wholeGrid(other === null ? call.features : await other.features());
    const { original } = (other ?? call).image;
    const vector = shownBy(
      regionBox(box, original, features.frame, `${field}[${number}].box`),
      features,
      call.pack.calibration.presence.midpoint,
    );
    if (vector === null) throw badInput(`${field}[${number}].box`, 'shows nothing else than what lies around it.');
    shown[label]!.vectors.push(vector);
    shown[label]!.withText &&= withText;
    await breathe();
  }
  return texts.map((names, label) => {
    const { vectors, withText } = shown[label]!;
    if (vectors.length === 0) return names;
    return vectors.flatMap((vector) => (withText ? names.map((name) => name.map((value, d) => (value + vector[d]!) / 2)) : [vector]));
  });
}

/** Which of the labels an example is of; -1: none. A label that the encoder reads as another one is asked as that. @param texts as `textsWithExamples` has them */
async function placeOf(said: string, { labels, text, prompts }: Call, texts: readonly (readonly Float32Array[])[]): Promise<number> {
  const label = said.trim();
  const place = labels.indexOf(label);
  if (place >= 0 || label === '') return place;
  // By itself: beside the labels it would be told of as one of them that is asked twice.
  const own = await text.labels([label], { ...prompts, synonyms: [] });
  const [same] = alikeLabels([...labels, label], [...texts, ...own]).filter((alike) => alike.label === label);
  return same ? labels.indexOf(same.first) : -1;
}

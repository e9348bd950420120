import { CLOSER } from './counts.js';
import { SECOND } from './masks.js';
import { NAMED, SIZES, SPLIT_NAMES, SPLITS, STYLES } from './splits.js';

export interface Row {
  readonly key: string;
  readonly name: string;
  /** Another figure of the same run, to hold this one against in place of the base line's. */
  readonly than?: string;
}

export interface Section {
  readonly title: string;
  /** What the figures mean. */
  readonly text: string;
  /** What `than` is, for the table's head. */
  readonly against?: string;
  readonly rows: readonly Row[];
}

/** The same figures in another way, each beside its own in the first. */
const beside = (prefix: string, rows: readonly Row[]): Row[] => rows.map(({ key, name }) => ({ key: prefix + key, name, than: key }));

const split = (key: string, name: string, splits: readonly string[] = SPLITS): Row[] => [
  { key, name },
  ...splits.map((one) => ({ key: `${key}.${one}`, name: `${name}, ${SPLIT_NAMES[one]}` })),
];

const regions = (key: string): Row[] => [
  ...split(`${key}.few`, 'right among present + 10 absent'),
  ...split(`${key}.hundred`, 'right among present + 100 absent'),
  ...split(`${key}.all`, 'right among all held-out labels', [...SIZES, ...STYLES, ...NAMED]),
];

const MASKS: readonly Row[] = [
  ...split('masks.iou', 'mIoU'),
  ...split('masks.boundary', 'boundary F'),
  ...split('masks.found', 'found'),
  { key: 'masks.false', name: 'false (less is better)' },
  ...split('masks.precision', 'precision'),
  { key: 'masks.right', name: 'right pixels' },
  { key: 'masks.foreground', name: 'foreground' },
  { key: 'presence.auroc', name: 'presence' },
];

const COUNTS: readonly Row[] = [
  { key: 'counts.error.upTo5', name: 'MAE, 0 to 5 things (less is better)' },
  { key: 'counts.error.few', name: 'MAE, 1 to 5 things' },
  { key: 'counts.error.many', name: 'MAE, 6 to 40 things' },
  { key: 'counts.relative.many', name: 'relative error, 6 to 40 things' },
  { key: 'counts.error.minority', name: 'MAE, 1 to 5 things among 8 to 25 of another label' },
  { key: 'counts.mean.none', name: 'mean count where there is none' },
  { key: 'counts.mean.absent', name: 'mean count, only other things' },
  { key: 'counts.mean.empty', name: 'mean count, bare ground' },
];

const closer = (prefix: string): Row[] => beside(prefix, [...COUNTS, { key: 'counts.passes', name: 'encoder passes a picture' }]);

/** Every figure in the order of the page; one that was not measured is left out there. */
export const SECTIONS: readonly Section[] = [
  {
    title: 'Masks',
    text: `\`segmentation\` with the method named above and its default options, asked for a scene's present labels and 10 of its absent ones. A label's truth is
the union of the pixels in which its objects are seen.

- mIoU: intersection over union of mask and truth, the mean over all present labels of all scenes (nothing found counts 0). Sizes and
  styles are those of the label's largest object: the long side of its visible box in a scene of 896 px. Names: see "True regions".
- boundary F: of both outlines' pixels, the share within 2 px of the other at a long side of 1024, harmonic mean of the two (Csurka et al.,
  BMVC 2013); the mean over present labels, nothing found counts 0. The picture's own border is no outline.
- found, false: share of present, of absent labels whose mask has a pixel.
- precision: share of a mask's pixels that are its label's, the mean over present labels that were found.
- right pixels: share of all claimed pixels, absent labels' too, that are the label's; the mean over scenes.
- foreground: IoU of all masks together with all objects together, whatever they are called; the mean over scenes.
- presence: area under the ROC curve of \`score\`, present against absent labels of all scenes: 0.5 is chance.`,
    rows: MASKS,
  },
  {
    title: 'Masks by denseclip',
    text: 'The same with `by: { denseclip: {} }`, beside the method above in the same run.',
    against: 'above',
    rows: beside(SECOND, MASKS),
  },
  {
    title: 'Counting',
    text: `\`count(of:)\` with its default method and options, on pictures of held-out labels and grounds: photographs, textures, even plates. Errors are
absolute, their means over pictures (MAE); the relative error is a picture's error over its true count.`,
    rows: COUNTS,
  },
  {
    title: 'Counting, the fullest parts encoded again',
    text: `The same pictures with \`by: ${CLOSER.rescored.by}\`, beside the default in the same run. Encoder passes: the mean over pictures of those that were
started (\`meta.encoderRuns\`), the one over the whole picture included, which the default's query had started just before and this one found
in the cache. Parts with less than half a thing are not encoded again. Passes shared with an earlier picture of the same pixels count there only.`,
    against: 'default',
    rows: closer(CLOSER.rescored.prefix),
  },
  {
    title: 'Counting, in tiles',
    text: `The same with \`by: ${CLOSER.tiled.by}\`. Encoder passes: as above; the one over the whole picture is included here, too.`,
    against: 'default',
    rows: closer(CLOSER.tiled.prefix),
  },
  {
    title: 'True regions',
    text: `Names without masks: the mean of the \`dense\` vectors of the patches that an object covers by half or more (of the best one where there
is none), weighted by its share of each, against the labels' texts in the pack's templates. Right is when no other label is nearer.
Among all held-out labels there are near-synonyms and more general words, which count as wrong all the same. A label is in ImageNet's names
when it is one of them, holds one as whole words, or is held by one: what a classifier of ImageNet was taught, in a generous reading.`,
    rows: regions('regions'),
  },
  {
    title: 'True regions, encoded again',
    text: `Each object's visible box, grown by a tenth, encoded again at LOW (\`region(box, zoom: true, detail: LOW)\`), in the first scenes only: the mean of
the \`dense\` vectors of the crop's patches at whose centre the object is seen.`,
    rows: regions('zoom'),
  },
  {
    title: 'The same crops as a whole',
    text: 'Their `embedding`, which knows nothing of where the object is in the crop.',
    rows: regions('embedded'),
  },
  {
    title: 'The same objects without another pass',
    text: 'True regions as above, of the scenes that were encoded again.',
    rows: regions('unzoomed'),
  },
  {
    title: 'Hand boxes',
    text: `Boxes drawn by hand in held-out pictures: the mean of the \`dense\` vectors of the patches whose centre lies in the
box, against all concepts that were drawn anywhere. Other concepts that hold for a box as well count as right. Persons: person, hand, face,
hair, clothing, crowd.`,
    rows: [
      { key: 'boxes.top1', name: 'nearest is right' },
      { key: 'boxes.top1.persons', name: 'nearest is right, persons and parts' },
      { key: 'boxes.top1.stuff', name: 'nearest is right, everything else' },
      { key: 'boxes.top3', name: 'right among the nearest 3' },
      { key: 'boxes.top3.persons', name: 'right among the nearest 3, persons and parts' },
      { key: 'boxes.top3.stuff', name: 'right among the nearest 3, everything else' },
    ],
  },
];

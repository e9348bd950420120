import { SPLIT_NAMES } from '../splits.js';
import type { Row, Section } from '../sections.js';

/** Before the keys of all figures of real photographs. */
export const REAL = 'real.';

const MASKS: readonly Row[] = [
  { key: 'masks.iou', name: 'mIoU' },
  { key: 'masks.iou.thing', name: 'mIoU, things' },
  { key: 'masks.iou.stuff', name: 'mIoU, stuff' },
  { key: 'masks.iou.large', name: 'mIoU, over 5 % of the picture' },
  { key: 'masks.foreground', name: 'foreground' },
  { key: 'masks.boundary', name: 'boundary F' },
  { key: 'masks.found', name: 'found' },
  { key: 'masks.false', name: 'absent labels with a mask (less is better)' },
  { key: 'masks.precision', name: 'precision' },
  { key: 'masks.right', name: 'right pixels' },
  { key: 'presence.auroc', name: 'presence' },
];

/** The same masks by another method, each figure beside the default method's. */
const beside = (prefix: string): Row[] => MASKS.map(({ key, name }) => ({ key: `${REAL}${prefix}${key}`, name, than: REAL + key }));

/** Sections about real photographs, before those about composed scenes. */
export const REAL_SECTIONS: readonly Section[] = [
  {
    title: 'Real photographs: masks',
    text: `\`segmentation\` with its default method and options on photographs of COCO with panoptic truth, asked for all labels that are there, things and stuff, and 10
that are not. As "Masks" of quality.md; large: labels that have over 5 % of the picture. Foreground: all masks together with all labelled pixels together.`,
    rows: MASKS.map(({ key, name }) => ({ key: REAL + key, name })),
  },
  {
    title: 'Real photographs: masks by denseclip',
    text: `The same by \`denseclip\` with its own defaults. Beside: the default method; a difference has the middle 95 % of its bootstrap, both methods on the same draws.`,
    against: 'maskclip',
    rows: beside('denseclip.'),
  },
  {
    title: 'Real photographs: masks after a random walk',
    text: `The same by \`maskclip: { randomWalk: true }\`: values walk over patches that look alike before they become masks.`,
    against: 'without',
    rows: beside('walk.'),
  },
  {
    title: 'Real photographs: masks by ovseg',
    text: `The same by \`ovseg\` with its own defaults: whole things first, each named by the patches in its mask.`,
    against: 'the default method',
    rows: beside('ovseg.'),
  },
  {
    title: 'Real photographs: masks won whole',
    text: `The same by \`wholes\` with its own defaults: \`maskclip\`'s map, in which each thing that a proposal shows goes to the label that half of it has.`,
    against: 'without',
    rows: beside('wholes.'),
  },
  {
    title: 'Real photographs: detection',
    text: `\`detection\` by \`ovdet\` on the same photographs, asked for the things that are there and 10 labels that are not, at its default score: found is an object of the right label whose
box overlaps the thing's by half (intersection over union). Average precision of the same answers is in the notes.`,
    rows: (
      [
        ['one', 'one pass'],
        ['rescored', 'rescore: 8'],
        ['tree', 'with the tree'],
        ['scenes', 'with 5 scenes'],
        ['guard', 'with the oversize guard'],
        ['noparts', 'without part suppression'],
        ['parts', 'with that of parts alone'],
        ['there', 'with the presence of labels'],
        ['free', 'training-free'],
      ] as const
    ).flatMap(([way, name]) => [
      { key: `real.detect.${way}.recall`, name: `${name}: found` },
      ...(way === 'one' || way === 'rescored'
        ? (['small', 'middle', 'large'] as const).map((size) => ({
            key: `real.detect.${way}.recall.${size}`,
            name: `${name}: found, ${SPLIT_NAMES[size]!}`,
          }))
        : []),
      { key: `real.detect.${way}.precision`, name: `${name}: right among answered` },
      { key: `real.detect.${way}.false`, name: `${name}: false boxes a photograph (less is better)` },
      { key: `real.detect.${way}.absent`, name: `${name}: absent labels with a box (less is better)` },
    ]),
  },
  {
    title: 'Real photographs: true regions',
    text: `Names without masks, as "True regions" of quality.md: panoptic segments among the picture's labels and 10 absent ones.`,
    rows: [
      { key: 'real.regions', name: 'right among present + 10 absent' },
      { key: 'real.regions.thing', name: 'things' },
      { key: 'real.regions.stuff', name: 'stuff' },
      { key: 'real.regions.small', name: 'below 60 px' },
      { key: 'real.regions.middle', name: '60 to 130 px' },
      { key: 'real.regions.large', name: 'above 130 px' },
    ],
  },
  {
    title: 'Real photographs: parts encoded again',
    text: `Up to four things a photograph, by their boxes: right among the picture's labels and 10 absent ones by the patches of the picture's own pass (as \`region\`), and by the
part's own pass (\`region(zoom: true)\`: with a fifth of surroundings, at LOW, the mean of the part's patches, those near its middle counting more).`,
    rows: (['shared', 'zoomed'] as const).flatMap((how) =>
      [
        ['', ''],
        ['.small', ', below 60 px'],
        ['.middle', ', 60 to 130 px'],
        ['.large', ', above 130 px'],
      ].map(([split, name]) => ({
        key: `real.parts.${how}${split}`,
        name: `${how === 'shared' ? 'own pass of the picture' : 'encoded again'}${name}`,
      })),
    ),
  },
  {
    title: 'Real photographs: boxes and whole pictures',
    text: `Boxes of things, parts and stuff that were drawn by eye on one ImageNet picture a class and ten Caltech-101 pictures a class: the mean of the \`dense\` vectors
of the patches whose centre lies in the box, among the picture's labels and 10 absent ones; further names of a box, and names of boxes that lie over half of it,
are no rivals. Caltech-101: \`embedding\` of the whole picture among its 101 names.`,
    rows: (['imagenet', 'caltech'] as const)
      .flatMap((source) =>
        [
          ['', ''],
          ['.thing', ', things'],
          ['.stuff', ', stuff'],
          ['.part', ', parts'],
        ].map(([split, name]) => ({
          key: `real.boxes.${source}${split}`,
          name: `right, boxes on ${source === 'imagenet' ? 'ImageNet' : 'Caltech'} pictures${name}`,
        })),
      )
      .concat({ key: 'real.caltech', name: 'Caltech-101, the whole picture right' }),
  },
  {
    title: 'Real photographs: counts',
    text: `\`count\` with its default method and options. COCO: every thing that somebody boxed, by its name (where some of a name are a crowd, not), and of the ten absent labels those
that are things; blood cells (BCCD): red blood cells; crowd: heads in a part of ShanghaiTech B, asked as "person" and as "head". By three examples: three of the boxes,
taken evenly, where there are 6 things or more, the word read by nobody. The same always: 1 of 1 to 5 things, else the mean over these photographs. Less is better.`,
    rows: [
      { key: 'real.counts.coco.word.few', name: 'COCO, 1 to 5 things: MAE by word' },
      { key: 'real.counts.coco.instances.few', name: 'COCO, 1 to 5 things: MAE by instances' },
      { key: 'real.counts.coco.constant.few', name: 'COCO, 1 to 5 things: MAE, the same always' },
      { key: 'real.counts.coco.word.absent', name: 'COCO, mean count of absent things' },
      { key: 'real.counts.coco.instances.absent', name: 'COCO, mean count of absent things by instances' },
      { key: 'real.counts.coco.word.many', name: 'COCO, 6 things and more: relative error by word' },
      { key: 'real.counts.coco.instances.many', name: 'COCO, 6 things and more: relative error by instances' },
      { key: 'real.counts.coco.shown.many', name: 'COCO, 6 things and more: relative error by three examples' },
      { key: 'real.counts.coco.constant.many', name: 'COCO, 6 things and more: relative error, the same always' },
      { key: 'real.counts.cells.word', name: 'blood cells: relative error by word' },
      { key: 'real.counts.cells.shown', name: 'blood cells: relative error by three examples' },
      { key: 'real.counts.cells.constant', name: 'blood cells: relative error, the same always' },
      { key: 'real.counts.crowd.word.person', name: 'crowd: MAE by "person"' },
      { key: 'real.counts.crowd.word.head', name: 'crowd: MAE by "head"' },
      { key: 'real.counts.crowd.constant.person', name: 'crowd: MAE, the same always' },
    ],
  },
];

import { SPLIT_NAMES } from '../splits.js';
import type { Section } from '../sections.js';

/** Sections about real photographs, before those about composed scenes. */
export const REAL_SECTIONS: readonly Section[] = [
  {
    title: 'Real photographs: masks',
    text: `\`segmentation\` with its default method and options on photographs of COCO with panoptic truth, asked for all labels that are there, things and stuff, and 10
that are not. As "Masks" of quality.md; large: labels that have over 5 % of the picture. Foreground: all masks together with all labelled pixels together.`,
    rows: [
      { key: 'real.masks.iou', name: 'mIoU' },
      { key: 'real.masks.iou.thing', name: 'mIoU, things' },
      { key: 'real.masks.iou.stuff', name: 'mIoU, stuff' },
      { key: 'real.masks.iou.large', name: 'mIoU, over 5 % of the picture' },
      { key: 'real.masks.foreground', name: 'foreground' },
      { key: 'real.masks.boundary', name: 'boundary F' },
      { key: 'real.masks.found', name: 'found' },
      { key: 'real.masks.false', name: 'absent labels with a mask (less is better)' },
      { key: 'real.masks.precision', name: 'precision' },
      { key: 'real.masks.right', name: 'right pixels' },
      { key: 'real.presence.auroc', name: 'presence' },
    ],
  },
  {
    title: 'Real photographs: detection',
    text: `\`detection\` by \`ovdet\` on the same photographs, asked for the things that are there and 10 labels that are not, at its default score: found is an object of the right label whose
box overlaps the thing's by half (intersection over union). Average precision of the same answers is in the notes.`,
    rows: (
      [
        ['one', 'one pass'],
        ['rescored', 'rescore: 8'],
        ['noscenes', 'without scenes'],
        ['noguard', 'without the oversize guard'],
        ['plain', 'without either'],
        ['noparts', 'without part suppression'],
        ['part', 'with that of parts alone'],
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
part's own pass (\`region(zoom: true)\`: with a fifth of surroundings, at LOW, the mean of the part's patches).`,
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
];

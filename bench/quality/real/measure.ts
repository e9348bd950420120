import { spread } from '../counts.js';
import { countMasks, segment, type By } from '../masks.js';
import { textVectors } from '../measure.js';
import type { Vectors } from '../naming.js';
import { nearest, nearness } from '../naming.js';
import type { Options } from '../options.js';
import type { Product } from '../product.js';
import { openProduct } from '../product.js';
import { progress } from '../progress.js';
import { objectVectors } from '../regions.js';
import type { Figure } from '../tally.js';
import { Tally } from '../tally.js';
import { measureDetection, type Detected } from './detect.js';
import { nameBoxed, nameParts, nameRegions } from './names.js';
import { withHead, type Answering } from './packs.js';
import { REAL, REAL_SECTIONS } from './sections.js';
import { boxedPhotos, cocoPhotos, readSegments, type Photo } from './photos.js';

/** How masks are asked for: by the default method, and by what is held against it. */
export const WAYS: readonly { readonly prefix: string; readonly by: By | undefined }[] = [
  { prefix: '', by: undefined },
  { prefix: 'denseclip.', by: 'denseclip' },
  { prefix: 'walk.', by: 'maskclip: { randomWalk: true }' },
  { prefix: 'ovseg.', by: 'ovseg: {}' },
  { prefix: 'wholes.', by: 'wholes: {}' },
];
/** Ways that a pack without this head cannot be asked, or answers otherwise than the one that ships. */
const HEAD_OF: Partial<Record<By, string>> = { denseclip: 'denseclip', 'ovseg: {}': 'ovdet', 'wholes: {}': 'ovdet' };
/** Share of the picture from which a label is large. */
const LARGE = 0.05;

export interface RealResults {
  readonly figures: Record<string, Figure>;
  readonly photographs: number;
  readonly folds: readonly number[];
  /** Answers of `detection`, for training/eval/real/detections.py. */
  readonly detected: readonly Detected[];
}

/** Every photograph answered by the pack that has not seen its fold. */
export async function measureReal(
  folder: string,
  packs: readonly Answering[],
  { photos: most, boxed, detections }: Pick<Options, 'photos' | 'boxed' | 'detections'>,
): Promise<RealResults> {
  const all = [await cocoPhotos(folder), await boxedPhotos('imagenet', folder), await boxedPhotos('caltech', folder)];
  const folds = packs.flatMap((one) => one.folds).sort();
  const answered = all.map((photos) => photos.filter(({ fold }) => folds.includes(fold)));
  const looked = answered.flatMap((photos) => spread(photos, photos[0]?.source === 'coco' ? most : boxed));
  const classes = [...new Set(all[2]!.map(({ label }) => label!))].sort();
  const tally = new Tally(looked.length);
  const say = progress('photographs', looked.length);
  const detected: Detected[] = [];
  const detecting = withHead(packs, 'ovdet');
  let done = 0;
  for (const answer of packs) {
    const { pack, folds: own } = answer;
    const product = await openProduct(pack);
    try {
      const photos = looked.filter(({ fold }) => own.includes(fold));
      const names = photos.flatMap(({ objects, absent, others }) => [
        ...objects.flatMap(({ label, also }) => [label, ...also]),
        ...absent,
        ...others,
      ]);
      const vectors = await textVectors(product, [...new Set([...names, ...classes])]);
      for (const photo of photos) {
        await measurePhoto(product, photo, {
          tally,
          group: looked.indexOf(photo),
          vectors,
          classes,
          detected,
          detects: detecting.includes(answer),
          alone: detections !== undefined,
        });
        say(++done);
      }
    } finally {
      await product.close();
    }
  }
  const beside = REAL_SECTIONS.flatMap(({ rows }) => rows.flatMap(({ key, than }) => (than === undefined ? [] : [{ key, than }])));
  return { figures: { ...tally.figures(), ...tally.differences(beside) }, photographs: looked.length, folds, detected };
}

interface Context {
  readonly tally: Tally;
  readonly group: number;
  readonly vectors: Vectors;
  /** What pictures of Caltech-101 are of. */
  readonly classes: readonly string[];
  readonly detected: Detected[];
  /** Whether the pack detects as the one that ships does. */
  readonly detects: boolean;
  /** Detection and nothing else. */
  readonly alone: boolean;
}

async function measurePhoto(
  product: Product,
  photo: Photo,
  { tally, group, vectors, classes, detected, detects, alone }: Context,
): Promise<void> {
  const upload = await product.upload(photo.file);
  const features = await product.features(upload);
  if (photo.source === 'coco' && detects) detected.push(await measureDetection(product, upload, photo, group, tally, REAL));
  if (alone) return;
  if (photo.source === 'coco') {
    const truth = await readSegments(photo);
    const areas = new Map<string, number>();
    for (const value of truth.data) {
      const label = photo.objects[value - 1]?.label;
      if (label !== undefined) areas.set(label, (areas.get(label) ?? 0) + 1);
    }
    const keys = (key: string, label: string): string[] => [
      key,
      `${key}.${photo.objects.find((object) => object.label === label)!.kind}`,
      ...(areas.get(label)! > LARGE * truth.data.length ? [`${key}.large`] : []),
    ];
    for (const { prefix, by } of WAYS) {
      const head = by && HEAD_OF[by];
      if (head !== undefined && product.manifest.heads[head] === undefined) continue;
      const { segments } = await segment(product, upload, photo, by);
      countMasks(segments, photo, truth, { prefix: REAL + prefix, tally, group, keys });
    }
    const regions = objectVectors(features, photo, truth);
    nameRegions(regions, photo, vectors, (key, right) => tally.add(`${REAL}${key}`, group, right));
    await nameParts(product, upload, features, photo, vectors, (key, right) => tally.add(`${REAL}parts.${key}`, group, right));
  } else {
    nameBoxed(features, photo, vectors, (key, right) => tally.add(`${REAL}boxes.${photo.source}${key}`, group, right));
    if (photo.source === 'caltech') {
      const near = nearness(features.output('global').data, vectors);
      tally.add(`${REAL}caltech`, group, nearest(near, classes, 1)[0] === photo.label);
    }
  }
}

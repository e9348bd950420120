import type { Product } from '../product.js';
import { longSide, sizeClass } from '../splits.js';
import type { Tally } from '../tally.js';
import { ABSENT_ASKED } from '../masks.js';
import type { PixelBox } from '../input.js';
import { matched } from './matched.js';
import type { Photo } from './photos.js';

/** One way of asking, and its name in keys of figures. */
export interface Way {
  readonly name: string;
  /** Options of `ovdet`, as GraphQL writes them. */
  readonly options: string;
}

/** One pass, closer looks, and what is on or off by default the other way round. */
export const WAYS: readonly Way[] = [
  { name: 'one', options: '{}' },
  { name: 'rescored', options: '{ rescore: 8 }' },
  { name: 'tree', options: '{ tree: true }' },
  { name: 'scenes', options: '{ scenes: 5 }' },
  { name: 'guard', options: '{ oversizeGuard: true }' },
  { name: 'noparts', options: '{ parts: OFF }' },
  { name: 'parts', options: '{ parts: PART }' },
  { name: 'there', options: '{ presence: 1 }' },
  { name: 'free', options: '{ form: TRAINING_FREE }' },
];

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Answer {
  readonly image: {
    readonly detection: { readonly objects: readonly { readonly label: string; readonly score: number; readonly box: Box }[] };
  };
}

/** What was asked, what is there and what was answered, for found.ts and training/eval/real/detections.py. */
export interface Detected {
  readonly picture: string;
  readonly fold: number;
  readonly size: readonly [width: number, height: number];
  readonly labels: readonly string[];
  readonly truth: readonly { readonly label: string; readonly box: PixelBox }[];
  /** Of each way all answers with a score of .02 and more, [label, x, y, width, height, score]. */
  readonly ways: Readonly<Record<string, readonly (readonly [string, number, number, number, number, number])[]>>;
}

const query = (minScore: string, options: string): string => `query ($id: ID!, $labels: [String!]!) {
  image(source: { upload: $id }) {
    detection(labels: $labels${minScore}, by: { ovdet: ${options} }) { objects { label score box { x y width height } } }
  }
}`;

/** Things of a photograph, among its things and ten labels that are not there: at the default score, and all answers for average precision. */
export async function measureDetection(
  product: Product,
  upload: string,
  photo: Pick<Photo, 'id' | 'fold' | 'width' | 'height' | 'objects' | 'absent'>,
  group: number,
  tally: Tally,
  prefix: string,
  asking: readonly Way[] = WAYS,
): Promise<Detected> {
  const truth = photo.objects.filter(({ kind, visibleBox }) => kind === 'thing' && longSide(visibleBox) > 0);
  const present = [...new Set(truth.map(({ label }) => label))];
  const labels = [...present, ...photo.absent.slice(0, ABSENT_ASKED)];
  const ways: Record<string, [string, number, number, number, number, number][]> = {};
  for (const { name, options } of asking) {
    const asked = async (minScore: string) => {
      const { image } = await product.ask<Answer>(query(minScore, options), { id: upload, labels });
      return image.detection.objects.map(({ label, score, box: { x, y, width, height } }) => ({
        label,
        score,
        box: [x, y, width, height] as const,
      }));
    };
    const found = await asked('');
    const taken = matched(
      truth.map(({ label, visibleBox }) => ({ label, box: visibleBox })),
      found,
    );
    const key = `${prefix}detect.${name}`;
    truth.forEach((thing, place) => {
      for (const split of ['', `.${sizeClass(thing, photo)}`]) tally.add(`${key}.recall${split}`, group, taken.has(place));
    });
    for (let n = 0; n < found.length; n += 1) tally.add(`${key}.precision`, group, n < taken.size);
    tally.add(`${key}.false`, group, found.length - taken.size);
    for (const label of labels.slice(present.length))
      tally.add(
        `${key}.absent`,
        group,
        found.some((each) => each.label === label),
      );
    ways[name] = (await asked(', minScore: 0.02')).map(({ label, box, score }) => [label, ...box, score]);
  }
  const { id, fold, width, height } = photo;
  return {
    picture: id,
    fold,
    size: [width, height],
    labels,
    truth: truth.map(({ label, visibleBox }) => ({ label, box: visibleBox })),
    ways,
  };
}

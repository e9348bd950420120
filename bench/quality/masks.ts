// Ours, but its tests hold it against strings of pycocotools; no library among the dependencies reads them.
import { decodeRle } from '../../src/client/read/rle.js';
import { boundaryF } from './boundary.js';
import type { Truth } from './input.js';
import { iou, overlap, pixelsOn, precision } from './metrics.js';
import type { Method } from './options.js';
import type { Product } from './product.js';
import type { Tally } from './tally.js';

/** A method of `segmentation` with its options, as the field's `by` has it. */
export type By = Method | 'maskclip: { randomWalk: true }' | 'ovseg: {}' | 'wholes: {}';

const query = (by: By | undefined): string => `query ($id: ID!, $labels: [String!]!) {
  image(source: { upload: $id }) {
    segmentation(labels: $labels, maxSize: 896${by === undefined ? '' : `, by: { ${by.includes(':') ? by : `${by}: {}`} }`}) { segments { label score coverage mask { rle { size counts } } } meta { method form } }
  }
}`;
/** Of the scene's absent labels, how many are asked for beside those that are there. */
export const ABSENT_ASKED = 10;

interface Answer {
  image: {
    segmentation: {
      segments: { label: string; score: number; coverage: number; mask: { rle: { size: [number, number]; counts: string } } }[];
      meta: { method: string; form: string };
    };
  };
}

export interface Segment {
  readonly label: string;
  readonly score: number;
  /** Row-major, 0 and 1, of the scene's size. */
  readonly mask: Uint8Array;
}

export interface Segmented {
  readonly segments: readonly Segment[];
  readonly method: string;
}

/** What is asked about, a scene or a photograph: `objects` have the numbers from 1 on in its truth. */
export interface Asked {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  readonly objects: readonly { readonly label: string }[];
  readonly present: readonly string[];
  readonly absent: readonly string[];
}

export const askedLabels = ({ present, absent }: Pick<Asked, 'present' | 'absent'>): string[] => [
  ...present,
  ...absent.slice(0, ABSENT_ASKED),
];

/** What the product answers about a scene. @throws Error when a mask has another size than the scene */
export async function segment(product: Product, upload: string, scene: Asked, by: By | undefined): Promise<Segmented> {
  const { image } = await product.ask<Answer>(query(by), { id: upload, labels: askedLabels(scene) });
  const { segments, meta } = image.segmentation;
  return {
    method: `${meta.method} (${meta.form})`,
    segments: segments.map(({ label, score, mask: { rle } }) => {
      const [height, width] = rle.size;
      if (width !== scene.width || height !== scene.height) throw new Error(`scene ${scene.id}: a mask of ${width} x ${height}`);
      return { label, score, mask: decodeRle(rle).data };
    }),
  };
}

/** Before the keys of figures by denseclip, where the pack carries its head. */
export const SECOND = 'denseclip.';

export interface Place {
  /** Before every key. */
  readonly prefix: string;
  readonly tally: Tally;
  /** The scene's place among the scenes. */
  readonly group: number;
  /** The keys under which a label's case counts: the figure's own and one a split. */
  readonly keys: (key: string, label: string) => readonly string[];
}

const trueMask = (label: string, { objects }: Asked, { data }: Truth): Uint8Array =>
  data.map((number) => Number(objects[number - 1]?.label === label));

/** Counts one scene's masks. @returns the mean IoU of its present labels */
export function countMasks(segments: readonly Segment[], scene: Asked, truth: Truth, { prefix, tally, group, keys }: Place): number {
  // How many pixels each number of the truth has; number i is the object before it in the list, 0 is background.
  const all = pixelsOn(new Uint8Array(truth.data.length).fill(1), truth);
  const anyMask = new Uint8Array(truth.data.length);
  const present = new Set(scene.present);
  const ious: number[] = [];
  let claimed = 0;
  let right = 0;
  for (const { label, score, mask } of segments) {
    const counts = overlap(pixelsOn(mask, truth), all, (number) => scene.objects[number - 1]?.label === label);
    if (counts.answered > 0) for (let at = 0; at < mask.length; at++) anyMask[at]! |= mask[at]!;
    claimed += counts.answered;
    right += counts.both;
    const there = present.has(label);
    const add = (key: string, value: number | boolean): void => {
      for (const one of keys(key, label)) tally.add(prefix + one, group, value);
    };
    tally.addScore(`${prefix}presence.auroc`, { score, positive: there, group });
    if (there) {
      ious.push(iou(counts));
      add('masks.iou', iou(counts));
      add('masks.boundary', boundaryF(mask, trueMask(label, scene, truth), truth));
      add('masks.precision', precision(counts));
      add('masks.found', counts.answered > 0);
    } else tally.add(`${prefix}masks.false`, group, counts.answered > 0);
  }
  tally.add(`${prefix}masks.right`, group, right / claimed);
  tally.add(`${prefix}masks.foreground`, group, iou(overlap(pixelsOn(anyMask, truth), all, (number) => number > 0)));
  return ious.reduce((sum, one) => sum + one, 0) / ious.length;
}

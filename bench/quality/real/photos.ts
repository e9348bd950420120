import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { basename, join } from 'node:path';
import sharp from 'sharp';
import { projectRoot } from '../../../src/core/project-root.js';
import type { PixelBox, Truth } from '../input.js';

export type Kind = 'thing' | 'stuff' | 'part';

/** What somebody says is in a part of a photograph. */
export interface Region {
  readonly label: string;
  readonly kind: Kind;
  readonly visibleBox: PixelBox;
  /** Further names of it. */
  readonly also: readonly string[];
}

/** A real photograph. `objects` have numbers in the truth, from 1, where there is one (`segments`); elsewhere their boxes are all that is known. */
export interface Photo {
  readonly source: 'coco' | 'imagenet' | 'caltech';
  readonly id: string;
  readonly file: string;
  readonly width: number;
  readonly height: number;
  readonly fold: number;
  readonly objects: readonly Region[];
  readonly present: readonly string[];
  readonly absent: readonly string[];
  /** Names that are not in it as far as anybody knows. */
  readonly others: readonly string[];
  /** What the picture as a whole is of. */
  readonly label: string | null;
}

interface CocoRow {
  readonly file: string;
  readonly size: readonly [number, number];
  readonly segments: readonly (readonly [value: number, label: string, thing: boolean, crowd: number])[] | null;
  readonly absent: readonly string[];
}

interface BoxedRow {
  readonly file: string;
  readonly class: string;
  readonly boxes: readonly { name: string; kind: Kind; box: readonly [number, number, number, number]; also?: readonly string[] }[];
  readonly absent: readonly string[];
  readonly others: readonly string[];
}

export const FOLDS = [0, 1, 2, 3, 4] as const;
const TRUTH = join(projectRoot(), 'training', 'eval', 'real');
const FOLDERS = { coco: join('coco-train', 'images'), imagenet: 'imagenet-sample', caltech: 'caltech101' } as const;

/** A fifth of all pictures, by name: the rule of training/ground/things.py. */
export const foldOf = (file: string): number => Number(BigInt(`0x${createHash('sha1').update(file).digest('hex')}`) % 5n);

/** Where training/ground/fetch.py puts the photographs; null where they are not. */
export function photosFolder(): string | null {
  const folder = join(process.env.POCKET_CACHE ?? join(projectRoot(), '.cache', 'pocket'), 'photos');
  return existsSync(folder) ? folder : null;
}

/** Lines of a file of training/eval/real. */
export const truthRows = async <Row>(name: string): Promise<Row[]> =>
  (await readFile(join(TRUTH, name), 'utf8'))
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Row);

/** Photographs with segments, and their truth: per pixel the number of an object. */
export async function cocoPhotos(folder: string): Promise<Photo[]> {
  const found: Photo[] = [];
  for (const { file, size, segments, absent } of await truthRows<CocoRow>('coco.jsonl')) {
    if (segments === null) continue;
    const [width, height] = size;
    const photo = { source: 'coco', id: basename(file, '.jpg'), file: join(folder, FOLDERS.coco, file), width, height } as const;
    const truth = await readSegments(photo);
    const objects = segments.map(([value, label, thing]) => ({
      label,
      kind: thing ? ('thing' as const) : ('stuff' as const),
      visibleBox: boxOf(truth, value),
      also: [],
    }));
    const present = [...new Set(segments.map(([, label]) => label))].filter((label) =>
      objects.some((object) => object.label === label && object.visibleBox[2] > 0),
    );
    found.push({ ...photo, fold: foldOf(file), objects, present, absent, others: [], label: null });
  }
  return found;
}

/** Photographs with boxes that were drawn by eye. */
export async function boxedPhotos(source: 'imagenet' | 'caltech', folder: string): Promise<Photo[]> {
  const found: Photo[] = [];
  for (const row of await truthRows<BoxedRow>(`${source}.jsonl`)) {
    const file = join(folder, FOLDERS[source], row.file);
    const { width = 0, height = 0 } = await sharp(file).metadata();
    const objects = row.boxes.map(({ name, kind, box: [left, top, right, bottom], also = [] }): Region => {
      const visibleBox = [left * width, top * height, (right - left) * width, (bottom - top) * height] as const;
      return { label: name, kind, visibleBox, also };
    });
    const present = [...new Set(objects.map(({ label }) => label))];
    const id = basename(row.file, '.jpg');
    found.push({
      source,
      id,
      file,
      width,
      height,
      fold: foldOf(row.file),
      objects,
      present,
      absent: row.absent,
      others: row.others,
      label: row.class,
    });
  }
  return found;
}

/** @throws Error when the truth is not of the picture's size */
export async function readSegments({ id, width, height }: Pick<Photo, 'id' | 'width' | 'height'>): Promise<Truth> {
  const { data, info } = await sharp(join(TRUTH, 'panoptic', `${id}.png`))
    .extractChannel(0)
    .raw()
    .toBuffer({ resolveWithObject: true });
  if (info.width !== width || info.height !== height) throw new Error(`photograph ${id}: the truth has another size than the picture`);
  return { width, height, data };
}

/** Around all pixels of a number; of no size where it has none. */
function boxOf({ width, data }: Truth, number: number): PixelBox {
  let [left, top, right, bottom] = [Infinity, Infinity, -1, -1];
  data.forEach((value, at) => {
    if (value !== number) return;
    const [x, y] = [at % width, Math.floor(at / width)];
    [left, top, right, bottom] = [Math.min(left, x), Math.min(top, y), Math.max(right, x), Math.max(bottom, y)];
  });
  return right < 0 ? [0, 0, 0, 0] : [left, top, right - left + 1, bottom - top + 1];
}

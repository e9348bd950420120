import type { Features } from '../../../src/core/visual/features.js';
import type { PixelBox } from '../input.js';
import { spread } from '../counts.js';
import type { Vectors } from '../naming.js';
import { nearness, wins } from '../naming.js';
import { centresIn, weightedSum } from '../patches.js';
import type { Product } from '../product.js';
import { longSide, sizeClass } from '../splits.js';
import type { Photo, Region } from './photos.js';

type Note = (key: string, right: boolean) => void;

/** Whether each region's own label is the nearest among the picture's labels and its absent ones. */
export function nameRegions(regions: readonly ArrayLike<number>[], photo: Photo, vectors: Vectors, note: Note): void {
  for (const [index, region] of photo.objects.entries()) {
    if (longSide(region.visibleBox) === 0) continue;
    const right = wins(nearness(regions[index]!, vectors), region.label, [...photo.present, ...photo.absent]);
    for (const split of ['', `.${region.kind}`, `.${sizeClass(region, photo)}`]) note(`regions${split}`, right);
  }
}

/** Things of a photograph that are encoded again, the largest and then ever smaller ones: a pass each. */
const MOST_PARTS = 4;

/** The same of boxes of things, by what `embedding` says of the part as it is seen in the picture, and encoded again (`region(zoom: true)`). */
export async function nameParts(
  product: Product,
  upload: string,
  features: Features,
  photo: Photo,
  vectors: Vectors,
  note: Note,
): Promise<void> {
  const things = photo.objects.filter(({ kind, visibleBox }) => kind === 'thing' && longSide(visibleBox) > 0);
  for (const region of spread(
    things.sort((a, b) => area(b.visibleBox) - area(a.visibleBox)),
    MOST_PARTS,
  )) {
    const [x, y, width, height] = region.visibleBox;
    const zoomed = await product.zoomed(upload, { x, y, width, height });
    for (const [how, vector] of [
      ['shared', ownVector(features, region.visibleBox, photo)],
      ['zoomed', zoomed.output('global').data],
    ] as const) {
      const right = wins(nearness(vector, vectors), region.label, [...photo.present, ...photo.absent]);
      for (const split of ['', `.${sizeClass(region, photo)}`]) note(`${how}${split}`, right);
    }
  }
}

/** Of the patches whose centre lies in a box. */
function ownVector(features: Features, [x, y, width, height]: PixelBox, photo: Photo): Float64Array {
  const shares = [x / photo.width, y / photo.height, (x + width) / photo.width, (y + height) / photo.height] as const;
  return weightedSum(features.output('dense'), centresIn(shares, features));
}

const area = ([, , width, height]: PixelBox): number => width * height;

/** Of a box, the share that lies in another. */
function inside([x, y, width, height]: PixelBox, [left, top, w, h]: PixelBox): number {
  const across = Math.min(x + width, left + w) - Math.max(x, left);
  const down = Math.min(y + height, top + h) - Math.max(y, top);
  return across > 0 && down > 0 ? (across * down) / (width * height) : 0;
}

/** The same for boxes, by the patches whose centre lies in one. Names of what lies over half of a box hold for it as well. */
export function nameBoxed(features: Features, photo: Photo, vectors: Vectors, note: Note): void {
  for (const region of photo.objects) {
    const { visibleBox: box, label, also, kind } = region;
    if (area(box) === 0) continue;
    const over = photo.objects.filter((other) => other !== region && inside(box, other.visibleBox) > 0.5);
    const hold = new Set([...also, ...over.flatMap((other: Region) => [other.label, ...other.also])]);
    const others = [...photo.present, ...photo.absent, ...photo.others].filter((name) => !hold.has(name));
    const right = wins(nearness(ownVector(features, box, photo), vectors), label, others);
    for (const split of ['', `.${kind}`]) note(split, right);
  }
}

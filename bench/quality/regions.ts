import type { Features } from '../../src/core/visual/features.js';
import type { Scene, Truth } from './input.js';
import { ABSENT_ASKED } from './masks.js';
import type { Asked, Place } from './masks.js';
import type { Vectors } from './naming.js';
import { nearness, wins } from './naming.js';
import { coverShares, mostlyCovered, weightedSum } from './patches.js';
import type { Product } from './product.js';
import { keysOf } from './splits.js';

/** Most scenes whose objects are encoded again: a pass an object. */
export const ZOOM_SCENES = 40;
const GROWN = 1.1;
/** A thing that fills a MEDIUM input is larger than what the encoder was trained on. */
const ZOOM_DETAIL = 'LOW';

/** One vector an object: the mean of the patches that are really its own. No mask of ours is between. */
export function objectVectors(features: Features, scene: Pick<Asked, 'objects'>, truth: Truth): Float64Array[] {
  const dense = features.output('dense');
  return coverShares(truth, scene.objects.length, features).map((shares) => weightedSum(dense, mostlyCovered(shares)));
}

export interface Zoomed {
  /** What `embedding` says of the crop. */
  readonly whole: Float64Array;
  /** The mean of the crop's patches whose centre the object is really seen at; of all where there is none. */
  readonly own: Float64Array;
}

/** An object's box encoded again, grown by a tenth: a pass an object. */
export async function zoomVectors(product: Product, upload: string, scene: Scene, truth: Truth): Promise<Zoomed[]> {
  const found: Zoomed[] = [];
  for (const [index, { visibleBox }] of scene.objects.entries()) {
    const [x, y, width, height] = visibleBox;
    const box = { x: x - ((GROWN - 1) / 2) * width, y: y - ((GROWN - 1) / 2) * height, width: width * GROWN, height: height * GROWN };
    const features = await product.zoomed(upload, box, ZOOM_DETAIL);
    const whole = Float64Array.from(features.output('global').data);
    const shares = centresOn(features, truth, index + 1);
    const own = weightedSum(features.output('dense'), shares);
    found.push({ whole, own: own.some((value) => value !== 0) ? own : whole });
  }
  return found;
}

/** 1 for each patch of a crop at whose centre the truth has this number, else 0. */
function centresOn({ frame, rows, columns }: Features, { data, width, height }: Truth, number: number): Float64Array {
  return Float64Array.from({ length: rows * columns }, (_, patch) => {
    const x = Math.floor(frame.x + ((patch % columns) + 0.5) * (frame.width / columns));
    const y = Math.floor(frame.y + (Math.floor(patch / columns) + 0.5) * (frame.height / rows));
    return Number(x >= 0 && x < width && y >= 0 && y < height && data[y * width + x] === number);
  });
}

/** Counts whether each object's own label is the nearest: among few labels, among a hundred, among all. */
export function countRegions(
  key: string,
  regions: readonly ArrayLike<number>[],
  scene: Scene,
  { vectors, held }: { readonly vectors: Vectors; readonly held: readonly string[] },
  { tally, group, inside }: Pick<Place, 'tally' | 'group'> & { readonly inside: (label: string) => boolean },
): void {
  const few = [...scene.present, ...scene.absent.slice(0, ABSENT_ASKED)];
  const hundred = [...scene.present, ...scene.absent.slice(0, 100)];
  for (const [index, object] of scene.objects.entries()) {
    const near = nearness(regions[index]!, vectors);
    for (const [name, texts] of Object.entries({ few, hundred, all: held }))
      for (const one of keysOf(`${key}.${name}`, object, scene, inside(object.label)))
        tally.add(one, group, wins(near, object.label, texts));
  }
}

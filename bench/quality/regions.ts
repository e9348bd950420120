import type { Features } from '../../src/core/encoder/encoder.js';
import type { Scene, Truth } from './input.js';
import { ABSENT_ASKED } from './masks.js';
import type { Place } from './masks.js';
import type { Vectors } from './naming.js';
import { nearness, wins } from './naming.js';
import { coverShares, mostlyCovered, weightedSum } from './patches.js';
import type { Product } from './product.js';
import { keysOf } from './splits.js';

/** Most scenes whose objects are encoded again: a pass an object. */
export const ZOOM_SCENES = 40;
const GROWN = 1.1;
const ZOOM = `query ($id: ID!, $boxes: [BoxInput!]!) {
  image(source: { upload: $id }) { regions(boxes: $boxes, zoom: true) { embedding } }
}`;

interface ZoomAnswer {
  image: { regions: { embedding: number[] }[] };
}

/** One vector an object: the mean of the patches that are really its own. No mask of ours is between. */
export function objectVectors(features: Features, scene: Scene, truth: Truth): Float64Array[] {
  const dense = features.output('dense');
  return coverShares(truth, scene.objects.length, features).map((shares) => weightedSum(dense, mostlyCovered(shares)));
}

/** One vector an object: what the encoder says of its box alone. */
export async function zoomVectors(product: Product, upload: string, scene: Scene): Promise<number[][]> {
  const boxes = scene.objects.map(({ visibleBox: [x, y, width, height] }) => ({
    x: x - ((GROWN - 1) / 2) * width,
    y: y - ((GROWN - 1) / 2) * height,
    width: width * GROWN,
    height: height * GROWN,
  }));
  const { image } = await product.ask<ZoomAnswer>(ZOOM, { id: upload, boxes });
  return image.regions.map(({ embedding }) => embedding);
}

/** Counts whether each object's own label is the nearest: among few labels, among a hundred, among all. */
export function countRegions(
  key: string,
  regions: readonly ArrayLike<number>[],
  scene: Scene,
  { vectors, held }: { readonly vectors: Vectors; readonly held: readonly string[] },
  { tally, group, inside }: Place,
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

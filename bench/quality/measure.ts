import type { Case, ConceptRow } from './boxes.js';
import { conceptRows, countBoxes, nameBoxes } from './boxes.js';
import type { Ranked } from './gallery.js';
import type { BoxPicture, Input, Scene } from './input.js';
import { boxPicture, readTruth, scenePicture } from './input.js';
import { insideNames } from './imagenet.js';
import { countMasks, SECOND, segment } from './masks.js';
import type { Vectors } from './naming.js';
import type { Options } from './options.js';
import type { Product } from './product.js';
import { progress } from './progress.js';
import { countRegions, objectVectors, ZOOM_SCENES, zoomVectors } from './regions.js';
import { keysOf, largestOf } from './splits.js';
import type { Figure } from './tally.js';
import { Tally } from './tally.js';

/** Texts at a time: as many as fit one batch of the encoder or two. */
const TEXTS = 32;

type Figures = Record<string, Figure>;

/** All held-out labels, whichever scenes are looked at: the choice must not depend on how long one has time. */
export const heldLabels = (scenes: readonly Scene[]): string[] =>
  [...new Set(scenes.flatMap(({ present, absent }) => [...present, ...absent]))].sort();

export async function textVectors(product: Product, texts: readonly string[]): Promise<Vectors> {
  const say = progress('texts', texts.length);
  const found = new Map<string, Float32Array>();
  for (let at = 0; at < texts.length; at += TEXTS) {
    for (const [text, vector] of await product.vectors(texts.slice(at, at + TEXTS))) found.set(text, vector);
    say(found.size);
  }
  return found;
}

/** One scene after another, each one pass; masks by denseclip, too, where the pack has a head for it and no method is asked for. */
export async function measureScenes(
  product: Product,
  { folder, scenes: all, imagenet }: Input,
  scenes: readonly Scene[],
  vectors: Vectors,
  { zoom, by }: Pick<Options, 'zoom' | 'by'>,
): Promise<{ figures: Figures; ranked: Ranked[]; second: Ranked[]; method: string }> {
  const tally = new Tally(scenes.length);
  const names = { vectors, held: heldLabels(all) };
  const inside = insideNames(imagenet);
  const ranked: Ranked[] = [];
  const ofSecond: Ranked[] = [];
  const second = by === undefined && product.manifest.heads['denseclip'] !== undefined;
  const say = progress('scenes', scenes.length);
  let method = '';
  for (const [group, scene] of scenes.entries()) {
    const keys = (key: string, label: string): string[] => keysOf(key, largestOf(label, scene), scene, inside(label));
    const place = { prefix: '', tally, group, keys, inside };
    const truth = await readTruth(folder, scene);
    const upload = await product.upload(scenePicture(folder, scene));
    const answer = await segment(product, upload, scene, by);
    method = answer.method;
    ranked.push({ scene, miou: countMasks(answer.segments, scene, truth, place) });
    if (second) {
      const { segments } = await segment(product, upload, scene, 'denseclip');
      ofSecond.push({ scene, miou: countMasks(segments, scene, truth, { ...place, prefix: SECOND }) });
    }
    const regions = objectVectors(await product.features(upload), scene, truth);
    countRegions('regions', regions, scene, names, place);
    if (zoom && group < ZOOM_SCENES) {
      const zoomed = await zoomVectors(product, upload, scene, truth);
      const of = (part: 'whole' | 'own') => zoomed.map((vectors) => vectors[part]);
      countRegions('zoom', of('own'), scene, names, place);
      countRegions('embedded', of('whole'), scene, names, place);
      countRegions('unzoomed', regions, scene, names, place);
    }
    say(group + 1);
  }
  return { figures: tally.figures(), ranked: ranked.sort((a, b) => b.miou - a.miou), second: ofSecond, method };
}

export async function measureBoxes(
  product: Product,
  { folder, concepts }: Input,
  pictures: readonly BoxPicture[],
  vectors: Vectors,
): Promise<{ figures: Figures; perConcept: ConceptRow[] }> {
  // Pictures of one place are no independent witnesses.
  const places = [...new Set(pictures.map(placeOf))];
  const tally = new Tally(places.length);
  const cases: Case[] = [];
  const say = progress('pictures with boxes', pictures.length);
  for (const [index, picture] of pictures.entries()) {
    const features = await product.features(await product.upload(boxPicture(folder, picture)));
    const own = nameBoxes(features, picture, vectors, concepts);
    cases.push(...own);
    countBoxes(own, tally, places.indexOf(placeOf(picture)));
    say(index + 1);
  }
  return { figures: tally.figures(), perConcept: conceptRows(cases) };
}

const placeOf = ({ picture, same_scene }: BoxPicture): string => same_scene ?? picture;

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { projectRoot } from '../../src/core/project-root.js';
import type { CountPicture } from './counts.js';

export type PixelBox = readonly [x: number, y: number, width: number, height: number];

export interface SceneObject {
  readonly label: string;
  readonly style: 'photo' | 'drawing' | 'icon';
  readonly visibleBox: PixelBox;
}

/** A composed picture: what is in it is known to the pixel. */
export interface Scene {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  readonly objects: readonly SceneObject[];
  readonly present: readonly string[];
  /** Labels that are certainly not in it, in random order. */
  readonly absent: readonly string[];
}

/** Per pixel the number of the object that is seen there, from 1; 0 is background. */
export interface Truth {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

export interface HandBox {
  readonly concept: string;
  /** Left, top, right, bottom as shares of the picture's sides. */
  readonly box: readonly [number, number, number, number];
  /** Concepts that are right as well. */
  readonly also: readonly string[];
}

export interface BoxPicture {
  readonly picture: string;
  /** Pictures of one scene have the same name here. */
  readonly same_scene: string | null;
  readonly boxes: readonly HandBox[];
}

export interface Input {
  readonly folder: string;
  readonly scenes: readonly Scene[];
  readonly pictures: readonly BoxPicture[];
  readonly counts: readonly CountPicture[];
  /** Names of ImageNet's classes: what the pack's classifier was told about. */
  readonly imagenet: readonly string[];
  /** All concepts that somebody drew a box of, held out or not. */
  readonly concepts: readonly string[];
}

const read = async <Value>(...path: string[]): Promise<Value> => JSON.parse(await readFile(join(...path), 'utf8')) as Value;

/** What training/eval/prepare.sh made. @throws Error when a file is missing */
export async function readInput(folder: string): Promise<Input> {
  const [scenes, pictures, counts, imagenet, rectangles] = await Promise.all([
    read<Scene[]>(folder, 'scenes.json'),
    read<BoxPicture[]>(folder, 'boxes.json'),
    read<CountPicture[]>(folder, 'counts.json'),
    read<string[]>(folder, 'imagenet.json'),
    read<{ concept: string }[]>(projectRoot(), 'training', 'data', 'rects.json'),
  ]);
  const drawn = [...rectangles, ...pictures.flatMap(({ boxes }) => boxes)].map(({ concept }) => concept);
  return { folder, scenes, pictures, counts, imagenet, concepts: [...new Set(drawn)].sort() };
}

export const scenePicture = (folder: string, scene: Scene): string => join(folder, 'scenes', `${scene.id}.png`);
export const boxPicture = (folder: string, { picture }: BoxPicture): string => join(folder, 'boxes', `${picture}.png`);

/** @throws Error when the file is no picture of the scene's size */
export async function readTruth(folder: string, { id, width, height }: Scene): Promise<Truth> {
  const { data, info } = await sharp(join(folder, 'scenes', `${id}.truth.png`))
    .extractChannel(0)
    .raw()
    .toBuffer({ resolveWithObject: true });
  if (info.width !== width || info.height !== height) throw new Error(`scene ${id}: the truth has another size than the picture`);
  return { width, height, data };
}

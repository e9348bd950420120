import { createRequire } from 'node:module';
import type { Sharp } from 'sharp';
import sharp from 'sharp';
import { labelColor } from '../../src/core/geometry/palette.js';
import type { Scene, Truth } from './input.js';
import { readTruth, scenePicture } from './input.js';
import type { Segment } from './masks.js';
import { segment } from './masks.js';
import type { Method } from './options.js';
import type { Product } from './product.js';

const FONT_FILE = createRequire(import.meta.url).resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf');
const [TILE, GAP, CAPTION, ACROSS] = [234, 8, 24, 2];
const ENTRY = { width: 3 * TILE + 3 * GAP, height: TILE + CAPTION + GAP };
const COVER = 0.65;
/** Of labels that are not in the scene at all: magenta, which the palette lacks. */
const ELSEWHERE = [255, 0, 255] as const;

export interface Ranked {
  readonly scene: Scene;
  readonly miou: number;
}

interface Tile {
  readonly input: Buffer;
  readonly left: number;
  readonly top: number;
}

type ColorAt = (at: number) => readonly [number, number, number] | null;

/** The picture, greyed and under colours where there are any. */
async function painted(file: string, colorAt: ColorAt): Promise<Buffer> {
  const { data, info } = await sharp(file).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  for (let at = 0; at < info.width * info.height; at++) {
    const color = colorAt(at);
    const grey = (data[3 * at]! + data[3 * at + 1]! + data[3 * at + 2]!) / 3;
    for (let c = 0; c < 3; c++) data[3 * at + c] = color ? COVER * color[c]! + (1 - COVER) * grey : grey;
  }
  const { width, height } = info;
  return fitted(sharp(data, { raw: { width, height, channels: 3 } }));
}

const fitted = (picture: Sharp): Promise<Buffer> =>
  picture.resize(TILE, TILE, { fit: 'contain', background: '#ffffff' }).png({ compressionLevel: 1 }).toBuffer();

const truthColor =
  ({ present, objects }: Scene, truth: Truth): ColorAt =>
  (at) => {
    const object = objects[truth.data[at]! - 1];
    return object ? labelColor(present.indexOf(object.label)) : null;
  };

const answerColor =
  ({ present }: Scene, segments: readonly Segment[]): ColorAt =>
  (at) => {
    const found = segments.find(({ mask }) => mask[at] === 1);
    if (!found) return null;
    return present.includes(found.label) ? labelColor(present.indexOf(found.label)) : ELSEWHERE;
  };

const escape = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

/** The IoU and the labels, each after a square of its colour, cut where they are too long. */
async function caption({ scene, miou }: Ranked): Promise<Buffer> {
  const hex = (index: number): string => `#${Buffer.from(labelColor(index)).toString('hex')}`;
  const labels = scene.present.map((label, index) => `<span foreground="${hex(index)}">■</span> ${escape(label)}`);
  const line = sharp({
    text: { text: `${miou.toFixed(2)}  ${labels.join('  ')}`, font: 'DejaVu Sans 12', fontfile: FONT_FILE, dpi: 72, rgba: true },
  });
  const { data, info } = await line.png().toBuffer({ resolveWithObject: true });
  const width = Math.min(info.width, ENTRY.width - GAP);
  return sharp(data)
    .extract({ left: 0, top: 0, width, height: Math.min(info.height, CAPTION) })
    .png()
    .toBuffer();
}

async function entry(product: Product, folder: string, ranked: Ranked, by: Method | undefined): Promise<Tile[]> {
  const file = scenePicture(folder, ranked.scene);
  const truth = await readTruth(folder, ranked.scene);
  const { segments } = await segment(product, await product.upload(file), ranked.scene, by);
  const tiles = [
    await fitted(sharp(file)),
    await painted(file, truthColor(ranked.scene, truth)),
    await painted(file, answerColor(ranked.scene, segments)),
  ];
  return [
    { input: await caption(ranked), left: 0, top: GAP / 2 },
    ...tiles.map((input, index) => ({ input, left: index * (TILE + GAP), top: CAPTION })),
  ];
}

/** A contact sheet: of each scene the picture, the truth and the answer. The product is asked again: masks of all scenes would fill the memory. */
export async function gallery(product: Product, folder: string, scenes: readonly Ranked[], by: Method | undefined): Promise<Buffer> {
  const tiles: Tile[] = [];
  for (const [index, ranked] of scenes.entries()) {
    const left = GAP / 2 + (index % ACROSS) * ENTRY.width;
    const top = Math.floor(index / ACROSS) * ENTRY.height;
    tiles.push(...(await entry(product, folder, ranked, by)).map((tile) => ({ ...tile, left: left + tile.left, top: top + tile.top })));
  }
  const height = Math.ceil(scenes.length / ACROSS) * ENTRY.height;
  return sharp({ create: { width: ACROSS * ENTRY.width, height, channels: 3, background: '#ffffff' } })
    .composite(tiles)
    .jpeg({ quality: 80, mozjpeg: true })
    .toBuffer();
}

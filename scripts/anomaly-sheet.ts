import 'reflect-metadata';
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { composedKinds, tileKinds, type Judged, type Kind } from '../bench/quality/anomaly/material.js';
import { openProduct, type Product } from '../bench/quality/product.js';
import { sheetOf, type Tile } from './contact-sheet/sheet.js';
import { bytesOf } from './contact-sheet/sheets.js';

// What `anomaly` makes of parts with defects, to look at: `npm run anomaly-sheet -- --out FILE [--tiles] [--each N] [--pack PACK]`. A row a picture: what is wrong in it, `memory` with four good
// ones (tiles: eight), `zeroShot`, and how unsure that is. Of composed parts (training/eval/prepare_anomalies.sh); with --tiles of magnetic tiles, whose pictures are not to be passed on.
const { values } = parseArgs({
  options: { out: { type: 'string' }, tiles: { type: 'boolean', default: false }, each: { type: 'string' }, pack: { type: 'string' } },
});
if (values.out === undefined) throw new Error('--out FILE is needed: where the sheet is written.');
const out = resolve(values.out);
const shots = values.tiles ? 8 : 4;
const each = Number(values.each ?? (values.tiles ? 4 : 1));
/** Of the sheet, in pixels. */
const WIDTH = 1000;

interface Shown {
  readonly score: number;
  readonly isAnomalous: boolean | null;
  readonly overlay: { readonly dataUri: string };
  readonly uncertainty?: { readonly picture: { readonly dataUri: string } };
}

/** The picture with a line around what is wrong. */
async function outlined({ picture, mask }: Judged): Promise<Buffer> {
  const base = sharp(picture).toColourspace('srgb').removeAlpha();
  if (mask === null) return base.png().toBuffer();
  const { data, info } = await base.raw().toBuffer({ resolveWithObject: true });
  const wrong = await sharp(mask).greyscale().resize(info.width, info.height, { fit: 'fill', kernel: 'nearest' }).raw().toBuffer();
  const isWrong = (x: number, y: number): boolean =>
    x >= 0 && y >= 0 && x < info.width && y < info.height && wrong[y * info.width + x]! > 64;
  for (let y = 0; y < info.height; y += 1)
    for (let x = 0; x < info.width; x += 1) {
      const near = [-2, 2].some((by) => isWrong(x + by, y) || isWrong(x, y + by));
      if (near && !isWrong(x, y)) data.set([255, 0, 160], 3 * (y * info.width + x));
    }
  return sharp(data, { raw: { width: info.width, height: info.height, channels: 3 } })
    .png()
    .toBuffer();
}

/** Some of a kind's pictures, others of each kind: defective ones, and the last a sound one where there are several. */
function chosen({ judged }: Kind, place: number): Judged[] {
  const [bad, good] = [judged.filter(({ mask }) => mask !== null), judged.filter(({ mask }) => mask === null)];
  const step = Math.max(1, Math.floor(bad.length / Math.max(1, each)));
  const taken = Array.from({ length: Math.min(each, bad.length) }, (_, at) => bad[(2 * place + at * step) % bad.length]!);
  return each > 1 ? [...taken.slice(0, -1), good[place % good.length]!] : taken;
}

const called = ({ score, isAnomalous }: Shown): string => `${score.toFixed(2)}${isAnomalous === true ? ', anomalous' : ''}`;

async function row(product: Product, kind: Kind, one: Judged): Promise<Tile[]> {
  const normal = await Promise.all(kind.references.slice(0, shots).map(async (file) => ({ upload: await product.upload(file) })));
  const fields = 'score isAnomalous overlay(maxSize: 420) { dataUri }';
  const { image } = await product.ask<{ image: { memory: Shown; zeroShot: Shown } }>(
    `query ($id: ID!, $normal: [ImageSource!]) { image(source: { upload: $id }) {
      memory: anomaly(by: { memory: { normal: $normal } }) { ${fields} }
      zeroShot: anomaly(by: { zeroShot: {} }) { ${fields} uncertainty { picture(colormap: TURBO, maxSize: 420) { dataUri } } } } }`,
    { id: await product.upload(one.picture), normal },
  );
  const { memory, zeroShot } = image;
  const unsure = zeroShot.uncertainty?.picture.dataUri;
  const defect = one.mask === null ? 'sound' : 'wrong';
  process.stdout.write(`${kind.name}, ${defect}: memory ${called(memory)}; zeroShot ${called(zeroShot)}\n`);
  return [
    { picture: await outlined(one), caption: `${kind.name.slice(0, 30)}: ${defect}` },
    { picture: bytesOf(memory.overlay.dataUri), caption: `memory ${called(memory)}` },
    { picture: bytesOf(zeroShot.overlay.dataUri), caption: `zeroShot ${called(zeroShot)}` },
    { picture: unsure === undefined ? await outlined(one) : bytesOf(unsure), caption: unsure === undefined ? '' : 'unsure' },
  ];
}

const kinds = values.tiles ? await tileKinds(shots) : await composedKinds();
if (kinds === null) throw new Error('The pictures are not there: training/eval/prepare_anomalies.sh makes composed parts.');
const product = await openProduct(values.pack);
try {
  const sheet: Tile[] = [];
  // What ships has seen tiles of all folds but the first.
  for (const [place, kind] of (values.tiles ? kinds.slice(0, 1) : kinds).entries())
    for (const one of chosen(kind, place)) sheet.push(...(await row(product, kind, one)));
  await writeFile(
    out,
    await sharp(await sheetOf(sheet))
      .resize({ width: WIDTH })
      .jpeg({ quality: 72 })
      .toBuffer(),
  );
} finally {
  await product.close();
}

import { readFile } from 'node:fs/promises';
import sharp from 'sharp';
import { sampleChannel } from '../../../src/core/geometry/bilinear.js';
import type { Product } from '../product.js';
import type { Kind } from './material.js';
import { auroc, averagePrecision, bestF1, joined, regionOverlap, type TrueMap } from './measures.js';

/** Longest side at which pixels are judged. */
const SIDE = 256;

/** One way to ask. */
export interface Way {
  readonly name: string;
  /** The field's arguments; `$normal` holds what is compared with. */
  readonly asked: string;
  /** Good ones to compare with; 0: none is sent; 'batch': all that are judged, good and bad, in their place. */
  readonly shots: number | 'batch';
  /** How closely all of them are looked at; absent: as the server has it. */
  readonly detail?: 'LOW' | 'MEDIUM' | 'HIGH';
}

export interface KindFigures {
  readonly name: string;
  readonly image: number;
  readonly imageAp: number;
  readonly imageF1: number;
  readonly pixel: number;
  readonly pixelAp: number;
  readonly pro: number;
  /** Shares of sound ones that were called anomalous, and of defective ones that were not; NaN without a threshold. */
  readonly falseAlarms: number;
  readonly missed: number;
}

interface Found {
  readonly score: number;
  readonly isAnomalous: boolean | null;
  readonly map: { readonly width: number; readonly height: number; readonly float32: string };
}

interface Answer {
  readonly images: readonly { readonly anomaly?: Found; readonly message?: string }[];
}

/** So many pictures an operation: what is learnt from the references is learnt once in it. */
const BATCH = 16;

/** A picture as it is judged: its file's bytes, or turned, without loss. */
const bytesOf = ({ turned }: Kind['judged'][number], file: string): Promise<Buffer> =>
  turned === 0 ? readFile(file) : sharp(file).rotate(turned).png().toBuffer();

async function maskOf(file: Buffer): Promise<{ data: Buffer; width: number; height: number }> {
  const { data, info } = await sharp(file)
    .greyscale()
    .resize(SIDE, SIDE, { fit: 'inside', kernel: 'linear' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

async function trueMap(map: Found['map'], one: Kind['judged'][number]): Promise<TrueMap> {
  const { mask } = one;
  const { data, width, height } = await maskOf(await bytesOf(one, mask ?? one.picture));
  const bytes = Buffer.from(map.float32, 'base64');
  const values = Float32Array.from({ length: map.width * map.height }, (_, at) => bytes.readFloatLE(4 * at));
  const box = { x: 0, y: 0, width, height };
  const maps = { channels: 1, rows: map.height, columns: map.width, data: values, frame: box };
  const truth = Uint8Array.from(data, (value) => (mask !== null && value > 64 ? 1 : 0));
  return { values: sampleChannel(maps, 0, box, { width, height }), truth, width };
}

async function answers(product: Product, { references, judged }: Kind, { asked, shots, detail }: Way): Promise<readonly Found[]> {
  const uploaded = async (one: Kind['judged'][number]): Promise<{ upload: string }> => ({
    upload: await product.upload(await bytesOf(one, one.picture)),
  });
  const beside = shots === 'batch' ? judged : references.slice(0, shots).map((picture) => ({ picture, mask: null, turned: 0 as const }));
  const normal = await Promise.all(beside.map(uploaded));
  const declared = normal.length > 0 ? ', $normal: [ImageSource!]!' : '';
  const fields = `anomaly(${asked}) { score isAnomalous map { width height float32 } }`;
  const query = `query ($parts: [ImageSource!]!${declared}) { images(sources: $parts${detail === undefined ? '' : `, detail: ${detail}`}) { ... on Image { ${fields} } ... on Problem { message } } }`;
  const found: Found[] = [];
  for (let from = 0; from < judged.length; from += BATCH) {
    const batch = judged.slice(from, from + BATCH);
    const parts = await Promise.all(batch.map(uploaded));
    const { images } = await product.ask<Answer>(query, normal.length > 0 ? { parts, normal } : { parts });
    for (const { anomaly, message } of images) {
      if (anomaly === undefined) throw new Error(message);
      found.push(anomaly);
    }
  }
  return found;
}

/** Asks for every picture of one kind. */
export async function measureKind(product: Product, kind: Kind, way: Way): Promise<KindFigures> {
  const { name, judged } = kind;
  const found = await answers(product, kind, way);
  const scores = Float32Array.from(found, ({ score }) => score);
  const bad = Uint8Array.from(judged, ({ mask }) => (mask === null ? 0 : 1));
  const called = found.map(({ isAnomalous }) => isAnomalous);
  const maps: TrueMap[] = [];
  for (const [place, one] of judged.entries()) maps.push(await trueMap(found[place]!.map, one));
  const share = (of: number, wrong: boolean): number => {
    const own = called.filter((_, place) => bad[place] === of);
    return own.some((value) => value === null) ? NaN : own.filter((value) => value === wrong).length / own.length;
  };
  const pixels = joined(maps.map(({ values }) => values));
  const truth = new Uint8Array(pixels.length);
  maps.reduce((at, map) => (truth.set(map.truth, at), at + map.truth.length), 0);
  return {
    name,
    image: auroc(scores, bad),
    imageAp: averagePrecision(scores, bad),
    imageF1: bestF1(scores, bad),
    pixel: auroc(pixels, truth),
    pixelAp: averagePrecision(pixels, truth),
    pro: regionOverlap(maps),
    falseAlarms: share(0, true),
    missed: share(1, false),
  };
}

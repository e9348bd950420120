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
  /** The field's arguments; `$normal` holds the references. */
  readonly asked: string;
  /** Good ones to compare with; 0: none is sent. */
  readonly shots: number;
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

interface Answer {
  image: { anomaly: { score: number; isAnomalous: boolean | null; map: { width: number; height: number; float32: string } } };
}

async function maskOf(file: string): Promise<{ data: Buffer; width: number; height: number }> {
  const { data, info } = await sharp(file)
    .greyscale()
    .resize(SIDE, SIDE, { fit: 'inside', kernel: 'linear' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

async function trueMap(map: Answer['image']['anomaly']['map'], { picture, mask }: Kind['judged'][number]): Promise<TrueMap> {
  const { data, width, height } = await maskOf(mask ?? picture);
  const bytes = Buffer.from(map.float32, 'base64');
  const values = Float32Array.from({ length: map.width * map.height }, (_, at) => bytes.readFloatLE(4 * at));
  const box = { x: 0, y: 0, width, height };
  const maps = { channels: 1, rows: map.height, columns: map.width, data: values, frame: box };
  const truth = Uint8Array.from(data, (value) => (mask !== null && value > 64 ? 1 : 0));
  return { values: sampleChannel(maps, 0, box, { width, height }), truth, width };
}

/** Asks for every picture of one kind. */
export async function measureKind(product: Product, { name, references, judged }: Kind, way: Way): Promise<KindFigures> {
  const normal = await Promise.all(references.slice(0, way.shots).map(async (file) => ({ upload: await product.upload(file) })));
  const declared = way.shots > 0 ? ', $normal: [ImageSource!]' : '';
  const query = `query ($id: ID!${declared}) { image(source: { upload: $id }) { anomaly(${way.asked}) { score isAnomalous map { width height float32 } } } }`;
  const scores = new Float32Array(judged.length);
  const bad = Uint8Array.from(judged, ({ mask }) => (mask === null ? 0 : 1));
  const called: (boolean | null)[] = [];
  const maps: TrueMap[] = [];
  for (const [place, one] of judged.entries()) {
    const id = await product.upload(one.picture);
    const { anomaly } = (await product.ask<Answer>(query, way.shots > 0 ? { id, normal } : { id })).image;
    scores[place] = anomaly.score;
    called.push(anomaly.isAnomalous);
    maps.push(await trueMap(anomaly.map, one));
  }
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

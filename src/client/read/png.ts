import { bytesOf } from './base64.js';
import type { Bitmap, Labels } from './planes.js';

/** `LabelMap { png }`: the label at each pixel. A canvas would show the palette's colours, and not the numbers. @throws RangeError for other PNGs */
export async function readLabels({ png }: { readonly png: string }): Promise<Labels> {
  return readSamples(png);
}

/** `Mask { png }`. @throws RangeError for other PNGs */
export async function readMask({ png }: { readonly png: string }): Promise<Bitmap> {
  const { data, ...size } = await readSamples(png);
  return { ...size, data: Uint8Array.from(data, (sample) => (sample > 127 ? 1 : 0)) };
}

/** A PNG of one channel, 8 or 16 bits a sample, not interlaced: all that the server makes of masks and labels. */
async function readSamples(base64: string): Promise<Labels> {
  if (typeof base64 !== 'string') throw new TypeError('The object is read, `{ png }`, and not its text.');
  const bytes = bytesOf(base64);
  const view = new DataView(bytes.buffer);
  if (bytes.length < 33 || view.getUint32(0) !== 0x89504e47) throw new RangeError('This is no PNG.');
  const [width, height, depth, color, interlaced] = [view.getUint32(16), view.getUint32(20), bytes[24]!, bytes[25]!, bytes[28]!];
  if (![8, 16].includes(depth) || ![0, 3].includes(color) || interlaced)
    throw new RangeError('This PNG has not one channel of 8 or 16 bits.');
  const pixels: Uint8Array<ArrayBuffer>[] = [];
  for (let at = 8; at < bytes.length; at += 12 + view.getUint32(at))
    if (view.getUint32(at + 4) === 0x49444154) pixels.push(bytes.subarray(at + 8, at + 8 + view.getUint32(at)));
  const inflated = new Blob(pixels).stream().pipeThrough(new DecompressionStream('deflate'));
  const lines = new Uint8Array(await new Response(inflated).arrayBuffer());
  const samples = unfilter(lines, (width * depth) / 8, height, depth / 8);
  if (depth === 8) return { width, height, data: samples };
  return { width, height, data: Uint16Array.from({ length: width * height }, (_, i) => (samples[2 * i]! << 8) | samples[2 * i + 1]!) };
}

/** Undoes the filters of PNG's lines (PNG specification, 9.2). @param step bytes between a sample and the one to its left */
function unfilter(lines: Uint8Array, stride: number, height: number, step: number): Uint8Array {
  const out = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) {
    const filter = lines[y * (stride + 1)]!;
    for (let x = 0; x < stride; x++) {
      const at = y * stride + x;
      const left = x >= step ? out[at - step]! : 0;
      const up = y > 0 ? out[at - stride]! : 0;
      const corner = x >= step && y > 0 ? out[at - stride - step]! : 0;
      const guess = [0, left, up, (left + up) >> 1][filter] ?? nearest(left, up, corner);
      out[at] = lines[y * (stride + 1) + 1 + x]! + guess;
    }
  }
  return out;
}

function nearest(left: number, up: number, corner: number): number {
  const guess = left + up - corner;
  const [toLeft, toUp, toCorner] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}

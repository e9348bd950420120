import type { Box } from '../model/view';
import { bytesOf } from './base64';
import { outlineOf } from './outline';
import type { ReadMask } from './reading';

export interface MaskAnswer {
  readonly box: Box;
  readonly width: number;
  readonly height: number;
  readonly area: number;
  /** base64, 255 where the pixel belongs. */
  readonly png: string;
}

export async function readMask({ box, width, height, area, png }: MaskAnswer): Promise<ReadMask> {
  const bits = await bitsOf(png, width, height);
  return { box, width, height, area, bits, ...outlineOf({ bits, width, height, box }) };
}

async function bitsOf(png: string, width: number, height: number): Promise<Uint8Array> {
  const image = await createImageBitmap(new Blob([bytesOf(png)], { type: 'image/png' }));
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  const bits = new Uint8Array(width * height);
  for (let i = 0; i < bits.length; i++) bits[i] = data[i * 4]! > 127 ? 1 : 0;
  return bits;
}

import { readMask as readBits } from '../../../src/client/read/png';
import type { Box } from '../model/view';
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
  const { data: bits } = await readBits({ png });
  return { box, width, height, area, bits, ...outlineOf({ bits, width, height, box }) };
}

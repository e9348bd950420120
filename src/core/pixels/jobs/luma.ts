import type { Box, Size } from '../../geometry/box.js';
import type { SharedPicture } from '../shared.js';
import { decodeRgb } from '../worker/decode.js';

export interface LumaInput {
  readonly picture: SharedPicture;
  readonly box: Box;
  readonly size: Size;
  /** Receives the luma, row-major. */
  readonly out: Uint8Array<SharedArrayBuffer>;
}

/** Luma of the box (Rec. 601 weights on sRGB values), the guide that edges follow. */
export async function luma({ picture, box, size, out }: LumaInput): Promise<null> {
  const rgb = await decodeRgb(picture, box, size, 'linear');
  for (let i = 0, at = 0; i < out.length; i++, at += 3) out[i] = (77 * rgb[at]! + 150 * rgb[at + 1]! + 29 * rgb[at + 2]!) >> 8;
  return null;
}

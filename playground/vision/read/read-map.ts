import type { Box } from '../model/view';
import { bytesOf } from './base64';
import type { ReadMap } from './reading';

export interface MapAnswer {
  readonly box: Box;
  readonly width: number;
  readonly height: number;
  readonly min: number;
  readonly max: number;
  /** Little-endian floats in base64. */
  readonly float32: string;
}

export function readMap(name: string, { float32, ...rest }: MapAnswer): ReadMap {
  const bytes = new DataView(bytesOf(float32).buffer);
  const values = Float32Array.from({ length: bytes.byteLength / 4 }, (_, i) => bytes.getFloat32(i * 4, true));
  return { name, ...rest, values, threshold: null };
}

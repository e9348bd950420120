import { readFloats } from '../../../src/client/read/floats';
import type { Box } from '../model/view';
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

export const readMap = (name: string, { float32, ...rest }: MapAnswer): ReadMap => ({
  name,
  ...rest,
  values: readFloats({ ...rest, float32 }).data,
  threshold: null,
});

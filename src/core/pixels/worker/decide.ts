import { AreaCounter, type AreaRecord } from '../../geometry/areas.js';
import { compete } from '../../geometry/competition.js';
import type { Jobs } from '../jobs.js';
import { decodeRgb } from './decode.js';

/** Luma of the box (Rec. 601 weights on sRGB values), the guide that edges follow. */
export async function decodeLuma(input: Jobs['luma']['in']): Promise<null> {
  const rgb = await decodeRgb(input.picture, input.box, input.size, 'linear');
  const { out } = input;
  for (let i = 0, at = 0; i < out.length; i++, at += 3) out[i] = (77 * rgb[at]! + 150 * rgb[at + 1]! + 29 * rgb[at + 2]!) >> 8;
  return null;
}

/** Rows [band.first, band.end) of the result; the labels' areas and bounds in them. */
export function decideBand(input: Jobs['band']['in'], check: () => void): AreaRecord {
  compete(input, input.band, input.data, check);
  return new AreaCounter(input.labels).addRows(input.data, input.size.width, input.band.first, input.band.end).record();
}

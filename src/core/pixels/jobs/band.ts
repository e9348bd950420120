import { AreaCounter, type AreaRecord } from '../../geometry/areas.js';
import type { RowBand } from '../../geometry/box-mean.js';
import { compete } from '../../geometry/competition.js';
import type { Competition } from '../../geometry/enlarger.js';
import type { SharedMaps } from '../shared.js';

export interface BandInput extends Competition {
  readonly maps: SharedMaps;
  readonly band: RowBand;
  /** The labels of the whole result; the band's rows are written. */
  readonly data: Uint16Array<SharedArrayBuffer>;
}

/** Rows [band.first, band.end) of the result; the labels' areas and bounds in them. */
export function band(input: BandInput, check: () => void): AreaRecord {
  compete(input, input.band, input.data, check);
  return new AreaCounter(input.labels).addRows(input.data, input.size.width, input.band.first, input.band.end).record();
}

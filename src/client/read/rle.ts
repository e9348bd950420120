import { encodeRle as encode } from '../../core/geometry/rle.js';
import type { Bitmap } from './planes.js';

/** COCO's compressed run lengths (`RLE { size counts }`), as pycocotools writes them. */
export interface Rle {
  /** [height, width] */
  readonly size: readonly number[];
  readonly counts: string;
}

/**
 * The run lengths of a compressed text: down each column and column after column, others first (`rleFrString` in cocoapi's maskApi.c).
 * @throws RangeError if it ends inside a number or has other characters
 */
export function decompressRuns(counts: string): number[] {
  const runs: number[] = [];
  for (let at = 0; at < counts.length;) {
    let value = 0;
    let shift = 0;
    for (let more = true; more; shift += 5) {
      const bits = counts.charCodeAt(at++) - 48;
      if (!(bits >= 0 && bits < 64) || shift > 30) throw new RangeError('counts is not a compressed RLE.');
      value |= (bits & 0x1f) << shift;
      more = (bits & 0x20) !== 0;
      if (!more && bits & 0x10) value |= shift < 27 ? -1 << (shift + 5) : 0;
    }
    if (runs.length > 2) value += runs[runs.length - 2]!;
    runs.push(value);
  }
  return runs;
}

/** The mask of COCO's compressed run lengths. @throws RangeError if the runs do not fill `size` exactly */
export function decodeRle({ size, counts }: Rle): Bitmap {
  const [height = 0, width = 0] = size;
  const data = new Uint8Array(width * height);
  let at = 0;
  decompressRuns(counts).forEach((run, i) => {
    const end = at + run;
    if (run < 0 || end > data.length) throw new RangeError(`counts has runs beyond its ${height} x ${width} pixels.`);
    if (i % 2 === 1) for (; at < end; at++) data[(at % height) * width + Math.floor(at / height)] = 1;
    at = end;
  });
  if (at !== data.length) throw new RangeError(`counts covers ${at} of ${data.length} pixels.`);
  return { width, height, data };
}

/** COCO's compressed run lengths of a mask: what pycocotools writes of it. */
export const encodeRle = ({ data, width, height }: Bitmap): Rle => encode(data, width, height);

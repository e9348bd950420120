import type { Box } from './box.js';

/** Column-major run lengths as characters: COCO's compressed RLE, `size` is [height, width]. */
export interface CompressedRle {
  readonly size: readonly [height: number, width: number];
  readonly counts: string;
}

/**
 * Run lengths of the pixels equal to `value`, down each column and column after column, starting with a run of others
 * (0 long if the first pixel is one). COCO's uncompressed form.
 *
 * @param data row-major, width * height
 * @param bounds whole pixels; only those inside can have the value
 */
export function runLengths(
  data: ArrayLike<number>,
  width: number,
  height: number,
  value: number,
  bounds: Box = { x: 0, y: 0, width, height },
): number[] {
  const runs: number[] = [];
  let before = 0;
  for (const at of changes(data, width, height, value, bounds)) {
    runs.push(at - before);
    before = at;
  }
  runs.push(width * height - before);
  return runs;
}

/**
 * Column-major places where the value begins or ends, ascending. Rows are read in their order and the places sorted into
 * columns afterwards: walking down columns would miss the processor's caches at every pixel.
 */
function changes(data: ArrayLike<number>, width: number, height: number, value: number, bounds: Box): Float64Array {
  const right = Math.min(width, bounds.x + bounds.width + 1);
  const bottom = Math.min(height, bounds.y + bounds.height + 1);
  const ends = new Int32Array(width + 1);
  const found: number[] = [];
  for (let y = bounds.y; y < bottom; y++) {
    for (let x = bounds.x, at = y * width + x; x < right; x++, at++) {
      // Above the first pixel of a column comes the last one of the column before.
      const above = y > 0 ? at - width : x > 0 ? (height - 1) * width + x - 1 : -1;
      if ((data[at] === value) === (above >= 0 && data[above] === value)) continue;
      found.push(at);
      ends[x + 1]!++;
    }
  }
  // Where columns are full to the bottom the change is at the top of the next one, which lies above bounds.
  if (bounds.y > 0) {
    for (let x = bounds.x + 1; x < right; x++) {
      if (data[(height - 1) * width + x - 1] !== value) continue;
      found.unshift(x);
      ends[x + 1]!++;
    }
  }
  for (let x = 0; x < width; x++) ends[x + 1]! += ends[x]!;
  const sorted = new Float64Array(found.length);
  for (const at of found) {
    const x = at % width;
    sorted[ends[x]!++] = x * height + (at - x) / width;
  }
  return sorted;
}

/**
 * pycocotools' string of run lengths (`rleToString` in cocoapi's maskApi.c): from the third run on the difference to
 * the run two before, in groups of 5 bits, low first, bit 6 set when more follow, plus 48.
 */
export function compressRuns(runs: readonly number[]): string {
  let text = '';
  for (let i = 0; i < runs.length; i++) {
    let rest = i > 2 ? runs[i]! - runs[i - 2]! : runs[i]!;
    for (let more = true; more;) {
      let bits = rest & 0x1f;
      rest >>= 5;
      more = bits & 0x10 ? rest !== -1 : rest !== 0;
      if (more) bits |= 0x20;
      text += String.fromCharCode(bits + 48);
    }
  }
  return text;
}

/** Compressed RLE of the pixels equal to `value`. `data` is row-major. */
export function encodeRle(data: ArrayLike<number>, width: number, height: number, value = 1): CompressedRle {
  return { size: [height, width], counts: compressRuns(runLengths(data, width, height, value)) };
}

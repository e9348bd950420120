import { axisTable, firstPixels } from './bilinear.js';
import { bilinearEnlarger } from './bilinear-enlarger.js';
import type { RowBand } from './box-mean.js';
import { candidates } from './candidates.js';
import type { Competition } from './enlarger.js';
import { guidedEnlarger, guidedReach } from './guided-enlarger.js';

/** Channels whose planes are held at a time, so that memory does not grow with the number of labels. */
const CHUNK = 16;

/**
 * Enlarges channel after channel over rows [band.first, band.end) and writes the winner of each pixel into `data` (label + 1, or 0);
 * ties go to the lower channel. The result does not depend on how the rows are cut into bands.
 *
 * @param data the whole result, size.width * size.height, zeros
 * @param check called now and then; may throw to stop
 */
export function compete(call: Competition, band: RowBand, data: Uint16Array, check: () => void): void {
  const { maps, box, size, labels, threshold } = call;
  const competes = (channel: number): boolean => channel >= labels || call.competes[channel] !== false;
  const down = axisTable(box.y, box.height, size.height, maps.frame.y, maps.frame.height, maps.rows).low;
  const rows = { first: down[band.first]!, end: down[band.end - 1]! + 1 };
  const field = candidates(maps, competes, threshold, call.guide ? guidedReach(call) : 0, rows);
  const starts = firstPixels(axisTable(box.x, box.width, size.width, maps.frame.x, maps.frame.width, maps.columns).low, maps.columns);
  // Just below the threshold: what equals it wins.
  const best = new Float32Array((band.end - band.first) * size.width).fill(threshold - Math.abs(threshold) * 1e-7 - 1e-12);
  const enlarge = call.guide ? guidedEnlarger(call, call.guide, band, check) : bilinearEnlarger(call, band);
  for (let at = 0; at < field.length; at += CHUNK) {
    const chunk = field.slice(at, at + CHUNK);
    const offer = enlarge(chunk);
    check();
    for (let y = band.first; y < band.end; y++) {
      for (let i = 0; i < chunk.length; i++) {
        const { channel, spans } = chunk[i]!;
        const row = spans[down[y]!]!;
        for (let s = 0; s < row.length; s += 2) {
          const start = starts[row[s]!]!;
          const end = starts[row[s + 1]!]!;
          if (start < end) offer(i, y - band.first, start, end, best, data, channel < labels ? channel + 1 : 0);
        }
      }
    }
  }
}

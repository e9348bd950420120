import type { ScoreMaps } from './score-maps.js';

/** Where one channel can win pixels. */
export interface Candidate {
  readonly channel: number;
  /**
   * Per row of cells pairs [first, end) of columns, one pair after the other: the squares between the centres of cells (x, y) and
   * (x + 1, y + 1).
   */
  readonly spans: readonly (readonly number[])[];
}

/**
 * The channels, and for each the places, where it can win. Between four cell centres a bilinear value lies within those of the
 * corners: a channel whose highest corner is below the threshold, or below another's lowest corner, loses there. Exact for
 * bilinear enlargement (`reach` 0). Guided edges mix values from further away: `reach` squares around are kept too,
 * which drops only what would win by overshooting.
 *
 * @returns ascending by channel; a channel that wins nowhere is left out
 */
export function candidates(maps: ScoreMaps, competes: (channel: number) => boolean, threshold: number, reach: number): Candidate[] {
  const { channels, rows, columns, data } = maps;
  const cells = rows * columns;
  const floor = new Float32Array(cells).fill(threshold);
  const least = new Float32Array(cells);
  const most = new Float32Array(cells);
  const competing = Array.from({ length: channels }, (_, channel) => channel).filter(competes);
  for (const channel of competing) {
    corners(data, channel * cells, rows, columns, least, most);
    for (let i = 0; i < cells; i++) if (least[i]! > floor[i]!) floor[i] = least[i]!;
  }
  const found: Candidate[] = [];
  for (const channel of competing) {
    corners(data, channel * cells, rows, columns, least, most);
    const near = new Uint8Array(cells);
    let any = false;
    for (let y = 0, i = 0; y < rows; y++) {
      for (let x = 0; x < columns; x++, i++) {
        if (!(most[i]! >= floor[i]!)) continue;
        any = true;
        for (let v = Math.max(0, y - reach); v <= Math.min(rows - 1, y + reach); v++) {
          near.fill(1, v * columns + Math.max(0, x - reach), v * columns + Math.min(columns, x + reach + 1));
        }
      }
    }
    if (any) found.push({ channel, spans: Array.from({ length: rows }, (_, y) => spansOf(near.subarray(y * columns, (y + 1) * columns))) });
  }
  return found;
}

/** Lowest and highest of each square's four corners; edges repeat the last cell. */
function corners(data: Float32Array, base: number, rows: number, columns: number, least: Float32Array, most: Float32Array): void {
  for (let y = 0, i = 0; y < rows; y++) {
    const below = y + 1 < rows ? columns : 0;
    for (let x = 0; x < columns; x++, i++) {
      const at = base + i;
      const right = x + 1 < columns ? 1 : 0;
      const [p, q, r, s] = [data[at]!, data[at + right]!, data[at + below]!, data[at + below + right]!];
      least[i] = Math.min(p, q, r, s);
      most[i] = Math.max(p, q, r, s);
    }
  }
}

function spansOf(flags: Uint8Array): number[] {
  const spans: number[] = [];
  for (let x = 0; x <= flags.length; x++) if ((flags[x] ?? 0) !== (x > 0 ? flags[x - 1] : 0)) spans.push(x);
  return spans;
}

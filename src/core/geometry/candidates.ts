import type { RowBand } from './box-mean.js';
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
 * @param band the rows of squares that are asked about; spans of others are empty
 * @returns ascending by channel; a channel that wins nowhere is left out
 */
export function candidates(
  maps: ScoreMaps,
  competes: (channel: number) => boolean,
  threshold: number,
  reach: number,
  band: RowBand = { first: 0, end: maps.rows },
): Candidate[] {
  const { channels, rows, columns, data } = maps;
  const cells = rows * columns;
  const seen = { first: Math.max(0, band.first - reach), end: Math.min(rows, band.end + reach) };
  const [from, end] = [seen.first * columns, seen.end * columns];
  const floor = new Float32Array(cells).fill(threshold);
  const least = new Float32Array(cells);
  const most = new Float32Array(cells);
  const competing = Array.from({ length: channels }, (_, channel) => channel).filter(competes);
  for (const channel of competing) {
    corners(data, channel * cells, rows, columns, seen, least, most);
    for (let i = from; i < end; i++) if (least[i]! > floor[i]!) floor[i] = least[i]!;
  }
  const found: Candidate[] = [];
  for (const channel of competing) {
    corners(data, channel * cells, rows, columns, seen, least, most);
    const wins = new Uint8Array(cells);
    for (let i = from; i < end; i++) if (most[i]! >= floor[i]!) wins[i] = 1;
    const near = reach > 0 ? spread(wins, columns, reach, seen) : wins;
    const row = (y: number): Uint8Array => near.subarray(y * columns, (y + 1) * columns);
    const spans = Array.from({ length: rows }, (_, y) => (y >= band.first && y < band.end ? spansOf(row(y)) : []));
    if (spans.some((one) => one.length > 0)) found.push({ channel, spans });
  }
  return found;
}

/** Lowest and highest of each square's four corners; edges repeat the last cell. */
function corners(
  data: Float32Array,
  base: number,
  rows: number,
  columns: number,
  seen: RowBand,
  least: Float32Array,
  most: Float32Array,
): void {
  for (let y = seen.first, i = y * columns; y < seen.end; y++) {
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

/** 1 within `reach` squares of a 1, along rows and then along columns. */
function spread(wins: Uint8Array, columns: number, reach: number, { first, end }: RowBand): Uint8Array {
  const along = new Uint8Array(wins.length);
  for (let y = first; y < end; y++) {
    const [start, stop] = [y * columns, (y + 1) * columns];
    for (let i = start, until = start; i < stop; i++) {
      if (wins[i] === 0) continue;
      // What an earlier square has filled already is passed over.
      const to = Math.min(stop, i + reach + 1);
      along.fill(1, Math.max(start, until, i - reach), to);
      until = to;
    }
  }
  const near = new Uint8Array(wins.length);
  for (let y = first; y < end; y++) {
    for (let v = Math.max(first, y - reach); v < Math.min(end, y + reach + 1); v++) {
      const [to, from] = [y * columns, v * columns];
      for (let x = 0; x < columns; x++) near[to + x]! |= along[from + x]!;
    }
  }
  return near;
}

function spansOf(flags: Uint8Array): number[] {
  const spans: number[] = [];
  for (let x = 0; x <= flags.length; x++) if ((flags[x] ?? 0) !== (x > 0 ? flags[x - 1] : 0)) spans.push(x);
  return spans;
}

import type { Box } from '../../geometry/box.js';
import type { ScoreMaps } from '../../geometry/score-maps.js';
import { cutPatches } from '../../visual/cut-patches.js';

interface Along {
  readonly start: number;
  readonly end: number;
}

/** Cells that lie in [from, from + length) by half or more; where none does, the one in its middle. All in cells. */
function nearest(from: number, length: number, cells: number): Along {
  const within = (cell: number): number => Math.min(cells, Math.max(0, cell));
  const [start, end] = [within(Math.round(from)), within(Math.round(from + length))];
  if (start < end) return { start, end };
  const middle = Math.min(cells - 1, within(Math.floor(from + length / 2)));
  return { start: middle, end: middle + 1 };
}

/**
 * What a map says of the part that was asked about: the patches that lie in it by half or more, their values as they are, laid over exactly the part. Features of
 * a part may reach beyond it; whatever is answered of it (score, map, places) is of these patches alone. A mean over cut patches would hide what one patch shows,
 * so places may be off by up to half a patch instead.
 *
 * @param map of one channel
 * @param part in the same pixels as `map.frame`, which covers it
 * @returns a map whose frame is the part; the map's own numbers where it has no other patches
 */
export function mapOfPart(map: ScoreMaps, part: Box): ScoreMaps {
  const { rows, columns, frame, data } = map;
  const [cellWidth, cellHeight] = [frame.width / columns, frame.height / rows];
  const across = nearest((part.x - frame.x) / cellWidth, part.width / cellWidth, columns);
  const down = nearest((part.y - frame.y) / cellHeight, part.height / cellHeight, rows);
  const grid = { row: down.start, column: across.start, rows: down.end - down.start, columns: across.end - across.start };
  const isAll = grid.rows === rows && grid.columns === columns;
  const own = isAll ? data : cutPatches({ data, dims: [rows * columns, 1] }, columns, grid).data;
  return { channels: 1, rows: grid.rows, columns: grid.columns, data: own, frame: part };
}

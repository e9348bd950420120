import { breather, inverseNorms, type Tensor } from '../../core/index.js';

/** How much large pieces are held back, so that small ones grow first. */
const SIZE = 0.3;

/** A piece of the grid that came of merging. */
export interface Node {
  /** Patches. */
  readonly cells: readonly number[];
  /** Likeness at which it came to be, less that at which it went on into a larger one: how much it stands out. */
  readonly standsOut: number;
}

interface Piece {
  readonly cells: number[];
  readonly sum: Float64Array;
  readonly born: number;
  readonly beside: Set<number>;
}

const likeness = (a: Piece, b: Piece): number => {
  let [dot, aa, bb] = [0, 0, 0];
  for (let d = 0; d < a.sum.length; d += 1) {
    dot += a.sum[d]! * b.sum[d]!;
    aa += a.sum[d]! ** 2;
    bb += b.sum[d]! ** 2;
  }
  return dot / Math.sqrt(aa * bb || 1);
};

/**
 * Greedy merging of patches side by side that look alike, the smaller pieces first (a training-free stand-in for proposals, as selective search merges
 * colours: Uijlings et al. 2013).
 *
 * @param structure [N, C]
 * @returns all pieces of two patches and more, but for the whole picture
 */
export async function mergeTree(structure: Tensor, rows: number, columns: number, signal: AbortSignal): Promise<Node[]> {
  const breathe = breather(signal);
  const { data } = structure;
  const count = rows * columns;
  const dims = data.length / count;
  const inverse = inverseNorms(structure);
  const mean = new Float64Array(dims);
  for (let cell = 0; cell < count; cell += 1)
    for (let d = 0; d < dims; d += 1) mean[d]! += (data[cell * dims + d]! * inverse[cell]!) / count;
  const pieces = new Map<number, Piece>();
  for (let cell = 0; cell < count; cell += 1) {
    const sum = Float64Array.from({ length: dims }, (_, d) => data[cell * dims + d]! * inverse[cell]! - mean[d]!);
    const [row, column] = [Math.floor(cell / columns), cell % columns];
    const beside = [row > 0 && cell - columns, row < rows - 1 && cell + columns, column > 0 && cell - 1, column < columns - 1 && cell + 1];
    pieces.set(cell, { cells: [cell], sum, born: 1, beside: new Set(beside.filter((other) => other !== false)) });
  }
  const best = new Map<number, { other: number; like: number; worth: number }>();
  const look = (id: number): void => {
    const piece = pieces.get(id)!;
    let found: { other: number; like: number; worth: number } | null = null;
    for (const other of piece.beside) {
      const beside = pieces.get(other)!;
      const like = likeness(piece, beside);
      const worth = like - SIZE * (Math.min(piece.cells.length, beside.cells.length) / count) ** 0.5;
      if (found === null || worth > found.worth) found = { other, like, worth };
    }
    if (found) best.set(id, found);
    else best.delete(id);
  };
  for (const id of pieces.keys()) {
    look(id);
    if (id % 64 === 0) await breathe();
  }

  const nodes: Node[] = [];
  const done = ({ cells, born }: Piece, like: number): void => {
    if (cells.length > 1) nodes.push({ cells, standsOut: Math.max(0, born - like) });
  };
  for (let next = count; pieces.size > 1 && best.size > 0; next += 1) {
    let top: [number, { other: number; like: number; worth: number }] | null = null;
    for (const entry of best) if (top === null || entry[1].worth > top[1].worth) top = entry;
    const [id, { other, like }] = top!;
    const [a, b] = [pieces.get(id)!, pieces.get(other)!];
    done(a, like);
    done(b, like);
    const beside = new Set([...a.beside, ...b.beside].filter((near) => near !== id && near !== other));
    const sum = a.sum.map((value, d) => value + b.sum[d]!);
    pieces.set(next, { cells: [...a.cells, ...b.cells], sum, born: like, beside });
    for (const gone of [id, other]) {
      pieces.delete(gone);
      best.delete(gone);
    }
    for (const near of beside) {
      const piece = pieces.get(near)!;
      piece.beside.delete(id);
      piece.beside.delete(other);
      piece.beside.add(next);
      look(near);
    }
    look(next);
    if (next % 16 === 0) await breathe();
  }
  return nodes;
}

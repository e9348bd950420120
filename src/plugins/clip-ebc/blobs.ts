export interface Blob {
  /** Cells of the grid, ascending. */
  readonly cells: readonly number[];
  /** Cells of its prominent maxima, the highest first; at least one. */
  readonly peaks: readonly number[];
}

/** Levels between 0 and 1 that values are told apart by: fine enough for prominence, and sorting takes one walk. */
const LEVELS = 4096;

/** Cells above `threshold`, highest level first, from the top left within a level. */
function descending(values: Float32Array, threshold: number): Uint32Array {
  const level = (value: number): number => LEVELS - Math.round(Math.min(1, Math.max(0, value)) * LEVELS);
  const starts = new Uint32Array(LEVELS + 2);
  values.forEach((value) => value > threshold && (starts[level(value) + 1]! += 1));
  for (let i = 1; i < starts.length; i += 1) starts[i]! += starts[i - 1]!;
  const order = new Uint32Array(starts.at(-1)!);
  values.forEach((value, cell) => {
    if (value <= threshold) return;
    const at = level(value);
    order[starts[at]!] = cell;
    starts[at]! += 1;
  });
  return order;
}

/**
 * Connected components (8 neighbours) of the cells above a threshold, each with its local maxima. The grid is flooded from the highest value down;
 * where two hills meet, the lower one's top stays a maximum if it stands out by more than `prominence` above the pass between them.
 *
 * @param values row-major, in [0, 1]
 * @param breathe called now and then, see `breather`
 * @returns from the top left
 */
export async function blobs(
  values: Float32Array,
  columns: number,
  threshold: number,
  prominence: number,
  breathe: () => Promise<void>,
): Promise<Blob[]> {
  const rows = values.length / columns;
  const parent = new Int32Array(values.length).fill(-1); // -1: not flooded yet
  const top = new Int32Array(values.length); // of each root
  const rootOf = (cell: number): number => {
    let root = cell;
    while (parent[root] !== root) root = parent[root] = parent[parent[root]!]!;
    return root;
  };
  const maxima: number[] = [];
  const join = (one: number, two: number, pass: number): void => {
    const [a, b] = [top[one]!, top[two]!];
    const oneWins = values[a]! > values[b]! || (values[a] === values[b] && a < b);
    parent[oneWins ? two : one] = oneWins ? one : two;
    const lower = oneWins ? b : a;
    if (values[lower]! - values[pass]! > prominence) maxima.push(lower);
  };

  const order = descending(values, threshold);
  for (let i = 0; i < order.length; i += 1) {
    if (i % 4096 === 0) await breathe();
    const cell = order[i]!;
    parent[cell] = top[cell] = cell;
    const [row, column] = [Math.floor(cell / columns), cell % columns];
    for (let y = Math.max(0, row - 1); y <= Math.min(rows - 1, row + 1); y += 1)
      for (let x = Math.max(0, column - 1); x <= Math.min(columns - 1, column + 1); x += 1) {
        if (parent[y * columns + x] === -1) continue;
        const [one, two] = [rootOf(cell), rootOf(y * columns + x)];
        if (one !== two) join(one, two, cell);
      }
  }

  const found = new Map<number, { cells: number[]; peaks: number[] }>(); // by root
  for (const cell of order.sort()) {
    const root = rootOf(cell);
    const blob = found.get(root);
    if (blob) blob.cells.push(cell);
    else found.set(root, { cells: [cell], peaks: [top[root]!] });
  }
  for (const cell of maxima) found.get(rootOf(cell))!.peaks.push(cell);
  for (const { peaks } of found.values()) peaks.sort((a, b) => values[b]! - values[a]! || a - b);
  return [...found.values()];
}

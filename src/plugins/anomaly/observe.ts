import type { AnomalyCall, Features, Tensor } from '../../core/index.js';
import { compared, type Unlike } from './distances.js';
import { betweenPatches, patchRows } from './layers.js';
import type { MemoryOptions } from './options.generated.js';
import type { Reference } from './references.js';
import type { Memory } from './remember.js';
import { picked } from './stack.js';

type Call = Pick<AnomalyCall<MemoryOptions>, 'compute' | 'options'>;

/** What good ones show beside the memory, before anything is made of it by options. */
export interface Observed {
  /** Distance of each row of the memory to the other normals. */
  readonly usual: Float32Array;
  /** Normals beside the others, and views of them; nothing of one normal without views. */
  readonly seen: readonly { readonly found: Unlike; readonly columns: number }[];
}

/** What is needed of a normal beside its rows. */
export interface Learnable extends Pick<Reference, 'look' | 'box'> {
  readonly features: Pick<Features, 'rows' | 'columns'>;
}

interface Known {
  readonly references: readonly Learnable[];
  /** Their rows; those of their turns, if any, follow. */
  readonly normals: readonly Tensor[];
  readonly memory: Memory;
  /** Of outputs. */
  readonly names: readonly string[];
}

/** Of many normals so many are compared with the others, evenly taken. */
const MOST_COMPARED = 16;
/** Side of the views of a normal as a share of its own. */
const VIEW = 0.92;

const evenly = (count: number, most: number): number[] => {
  const taken = Math.min(count, most);
  return Array.from({ length: taken }, (_, at) => Math.floor(((at + 0.5) * count) / taken));
};

interface Beside extends Unlike {
  readonly own: number;
}

/** Rows of a normal as it is, without those of its turns. */
const asItIs = ({ data, dims: [, width = 0] }: Tensor, { rows, columns }: Learnable['features']): Tensor => ({
  data: data.subarray(0, rows * columns * width),
  dims: [rows * columns, width],
});

/**
 * Normals as they are, each beside the others and their turns; `row` is a place in the whole memory. Their turns are not compared so: thresholds of all of them came out
 * lower, and more sound parts that lay otherwise were above.
 */
async function besideOthers({ compute }: Call, { normals, references, memory }: Known): Promise<Beside[]> {
  const found: Beside[] = [];
  for (const own of evenly(normals.length, MOST_COMPARED)) {
    const others = Int32Array.from([...memory.owners.keys()].filter((row) => memory.owners[row] !== own));
    if (others.length === 0) continue;
    const { distance, row } = await compared(compute, asItIs(normals[own]!, references[own]!.features), picked(memory.rows, others));
    found.push({ own, distance, row: row.map((place) => others[place]!) });
  }
  return found;
}

/** Views of the normals: each moved to a corner, encoded again. @throws LIMIT_EXCEEDED */
async function viewsOf({ compute, options }: Call, { references, memory, names }: Known): Promise<{ columns: number; found: Unlike }[]> {
  const views: { columns: number; found: Unlike }[] = [];
  for (const { look, box } of options.views > 0 ? references : []) {
    const { x, y, width, height } = box;
    const corners = [0, 3, 1, 2].map((corner) => ({
      x: x + (corner % 2) * (1 - VIEW) * width,
      y: y + Math.floor(corner / 2) * (1 - VIEW) * height,
      width: VIEW * width,
      height: VIEW * height,
    }));
    // Nobody asks for views where there is no picture.
    for (const features of await look!.encode(corners.slice(0, options.views)))
      views.push({ columns: features.columns, found: await compared(compute, patchRows(features, names), memory.rows) });
  }
  return views;
}

const mean = (values: Float32Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** What each row of the memory has of distance to the other normals (a turned one: that of its patch as it is); where that was not looked at, the mean of the rest. */
function usualOf({ owners, patches }: Memory, beside: readonly Beside[]): Float32Array {
  const byOwner = new Map(beside.map(({ own, distance }) => [own, distance]));
  const rest = beside.reduce((sum, { distance }) => sum + mean(distance), 0) / beside.length;
  return Float32Array.from(owners, (owner, row) => {
    const distance = byOwner.get(owner);
    return distance?.[patches[row]! % distance.length] ?? rest;
  });
}

/** One normal without views. */
async function alone({ compute }: Call, { normals, references, memory }: Known): Promise<Observed> {
  const { rows, columns } = references[0]!.features;
  const found = await compared(compute, betweenPatches(normals[0]!, rows, columns), memory.rows);
  return { usual: new Float32Array(memory.owners.length).fill(mean(found.distance)), seen: [] };
}

/**
 * Good ones beside the memory: each normal is compared with the others, as a further good one will be with all of them.
 * @throws LIMIT_EXCEEDED for views
 */
export async function observed(call: Call, known: Known): Promise<Observed> {
  const { references, memory } = known;
  const views = await viewsOf(call, known);
  const beside = await besideOthers(call, known);
  if (beside.length + views.length === 0) return alone(call, known);
  const usual =
    beside.length > 0
      ? usualOf(memory, beside)
      : new Float32Array(memory.owners.length).fill(mean(Float32Array.from(views, ({ found }) => mean(found.distance))));
  const normals = beside.map((found) => ({ found, columns: references[found.own]!.features.columns }));
  return { usual, seen: [...normals, ...views] };
}

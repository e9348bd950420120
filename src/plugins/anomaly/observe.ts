import type { AnomalyCall, Features, Tensor } from '../../core/index.js';
import { alikeTo, asItIs } from './alike.js';
import { compared, meanDistance, type Unlike } from './distances.js';
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
  /** Normals beside the others, one of those that are alike, and views of them; of one normal its views. */
  readonly seen: readonly { readonly found: Unlike; readonly columns: number }[];
  /** Whether there is one normal, or all are alike, so that nothing says how much good ones differ. */
  readonly isAlone: boolean;
  /** Normals that show nearly the same as another, as far as they were compared. */
  readonly alike: number;
}

/** What is needed of a normal beside its rows. */
export interface Learnable extends Pick<Reference, 'content' | 'look' | 'box'> {
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

/** Which normals are alike to each, looked at once. */
type Groups = (own: number) => Promise<ReadonlySet<number>>;

function groupsOf(call: Call, known: Known): Groups {
  const made = new Map<number, Promise<ReadonlySet<number>>>();
  return (own) => {
    const group = made.get(own) ?? alikeTo(call, own, known);
    made.set(own, group);
    return group;
  };
}

/** Patches beside the memory of those normals that are not in the group; `row` is a place in the whole memory; null where all are. */
async function besideRest({ compute }: Call, rows: Tensor, { memory }: Known, group: ReadonlySet<number>): Promise<Unlike | null> {
  const others = Int32Array.from([...memory.owners.keys()].filter((row) => !group.has(memory.owners[row]!)));
  if (others.length === 0) return null;
  const { distance, row } = await compared(compute, rows, picked(memory.rows, others));
  return { distance, row: row.map((place) => others[place]!) };
}

/**
 * Normals as they are, each beside the others and their turns. Their turns are not compared so: thresholds of all of them came out
 * lower, and more sound parts that lay otherwise were above.
 */
async function besideOthers(call: Call, known: Known, groups: Groups): Promise<Beside[]> {
  const { normals, references } = known;
  const found: Beside[] = [];
  for (const own of evenly(normals.length, MOST_COMPARED)) {
    const unlike = await besideRest(call, asItIs(normals[own]!, references[own]!.features), known, await groups(own));
    if (unlike) found.push({ own, ...unlike });
  }
  return found;
}

/** Views of the normals: each moved to a corner, encoded again, beside the other normals; of one alone, beside itself. @throws LIMIT_EXCEEDED */
async function viewsOf(call: Call, known: Known, groups: Groups): Promise<{ columns: number; found: Unlike }[]> {
  const { options, compute } = call;
  const { references, memory, names } = known;
  const views: { columns: number; found: Unlike }[] = [];
  for (const [own, { look, box }] of options.views > 0 ? references.entries() : []) {
    const { x, y, width, height } = box;
    const corners = [0, 3, 1, 2].map((corner) => ({
      x: x + (corner % 2) * (1 - VIEW) * width,
      y: y + Math.floor(corner / 2) * (1 - VIEW) * height,
      width: VIEW * width,
      height: VIEW * height,
    }));
    const group = await groups(own);
    // Nobody asks for views where there is no picture.
    for (const features of await look!.encode(corners.slice(0, options.views))) {
      const rows = patchRows(features, names);
      views.push({
        columns: features.columns,
        found: (await besideRest(call, rows, known, group)) ?? (await compared(compute, rows, memory.rows)),
      });
    }
  }
  return views;
}

/** What each row of the memory has of distance to the other normals (a turned one: that of its patch as it is); where that was not looked at, the mean of the rest. */
function usualOf({ owners, patches }: Memory, beside: readonly Beside[]): Float32Array {
  const byOwner = new Map(beside.map(({ own, distance }) => [own, distance]));
  const rest = beside.reduce((sum, found) => sum + meanDistance(found), 0) / beside.length;
  return Float32Array.from(owners, (owner, row) => {
    const distance = byOwner.get(owner);
    return distance?.[patches[row]! % distance.length] ?? rest;
  });
}

/** What is usual where nothing says how much good ones differ: what lies between the patches of one. */
async function usualAlone({ compute }: Call, { normals, references, memory }: Known): Promise<Float32Array> {
  const { rows, columns } = references[0]!.features;
  const found = await compared(compute, betweenPatches(asItIs(normals[0]!, { rows, columns }), rows, columns), memory.rows);
  return new Float32Array(memory.owners.length).fill(meanDistance(found));
}

/**
 * Good ones beside the memory: each normal is compared with the others, as a further good one will be with all of them; those that are alike count as one.
 * @throws LIMIT_EXCEEDED for views
 */
export async function observed(call: Call, known: Known): Promise<Observed> {
  const { references, memory } = known;
  const groups = groupsOf(call, known);
  const views = await viewsOf(call, known, groups);
  const beside = await besideOthers(call, known, groups);
  const alike = new Set<number>();
  for (const own of evenly(references.length, MOST_COMPARED)) for (const other of await groups(own)) if (other > own) alike.add(other);
  const normals = beside.filter(({ own }) => !alike.has(own)).map((found) => ({ found, columns: references[found.own]!.features.columns }));
  const isAlone = beside.length === 0;
  const usual = isAlone ? await usualAlone(call, known) : usualOf(memory, beside);
  return { usual, seen: [...normals, ...views], isAlone, alike: alike.size };
}

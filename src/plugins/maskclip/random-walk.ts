import { breather, type Tensor } from '../../core/index.js';
import { patchGraph, type PatchGraph } from './patch-graph.js';

/** How much a patch's own values weigh beside its neighbours', times how sure it is. */
const OWN = 0.5;
/** Even a patch that is not sure at all keeps a trace of its own: else the system has no single answer. */
const LEAST_SURE = 0.001;
/** Where conjugate gradients end: length of what is left over, as a share of the right side's. Float32 holds no more. */
const LEFT_OVER = 1e-7;

/**
 * How sure each patch is: its highest share squared, that of "nothing", which is what no channel has, among them.
 *
 * @param shares softmax values, [channel * cells + cell]
 * @param joins per channel: whether it competes
 */
function sureness(shares: Float32Array, joins: readonly boolean[], cells: number): Float64Array {
  const sure = new Float64Array(cells);
  for (let cell = 0; cell < cells; cell += 1) {
    let best = 0;
    let rest = 1;
    for (const [channel, joined] of joins.entries()) {
      if (!joined) continue;
      const share = shares[channel * cells + cell]!;
      best = Math.max(best, share);
      rest -= share;
    }
    sure[cell] = Math.max(best, rest) ** 2 + LEAST_SURE;
  }
  return sure;
}

/** (D - W) x + own x */
function times({ from, to, weight, cells }: PatchGraph, own: Float64Array, x: Float64Array, into: Float64Array): void {
  for (let cell = 0; cell < cells; cell += 1) into[cell] = own[cell]! * x[cell]!;
  for (let edge = 0; edge < weight.length; edge += 1) {
    const [one, other] = [from[edge]!, to[edge]!];
    const flow = weight[edge]! * (x[one]! - x[other]!);
    into[one]! += flow;
    into[other]! -= flow;
  }
}

const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, index) => sum + value * b[index]!, 0);

/**
 * Solves (D - W + own) x = b by conjugate gradients with the diagonal as preconditioner (Hestenes and Stiefel 1952; Shewchuk 1994, B3). The matrix is symmetric and
 * positive definite, so in exact arithmetic it ends after as many steps as there are patches; some dozens do.
 */
function solve(graph: PatchGraph, own: Float64Array, b: Float64Array, x: Float64Array): void {
  const diagonal = graph.degree.map((value, cell) => value + own[cell]!);
  const enough = LEFT_OVER ** 2 * dot(b, b);
  const [residual, towards, moved] = [new Float64Array(graph.cells), new Float64Array(graph.cells), new Float64Array(graph.cells)];
  times(graph, own, x, moved);
  for (let cell = 0; cell < graph.cells; cell += 1) residual[cell] = b[cell]! - moved[cell]!;
  let weighed = 0;
  for (let step = 0; step < graph.cells && dot(residual, residual) > enough; step += 1) {
    const scaled = residual.map((value, cell) => value / diagonal[cell]!);
    const now = dot(residual, scaled);
    const kept = step === 0 ? 0 : now / weighed;
    weighed = now;
    for (let cell = 0; cell < graph.cells; cell += 1) towards[cell] = scaled[cell]! + kept * towards[cell]!;
    times(graph, own, towards, moved);
    const along = now / dot(towards, moved);
    for (let cell = 0; cell < graph.cells; cell += 1) {
      x[cell]! += along * towards[cell]!;
      residual[cell]! -= along * moved[cell]!;
    }
  }
}

/**
 * A random walk over patches (Grady 2006, *Random Walks for Image Segmentation*, with a prior in each patch): a walker steps to one of the eight neighbours,
 * rather to one that looks alike, or stays for good, rather where labels are sure. A patch's new share of a label is how often it stays at that label.
 * Per label: (D - W + OWN sure D) y = OWN sure D p.
 *
 * @param shares softmax values, [channel * cells + cell]; what a patch's channels have not, is nothing's
 * @param joins per channel: whether it competes; the map of one that does not is spread like theirs and has no part in how sure patches are
 * @param structure what patches look like, [rows * columns, width]
 * @returns same layout, in [0, 1]; what the channels of a patch had together at most 1 they have after
 */
export async function randomWalk(
  shares: Float32Array,
  joins: readonly boolean[],
  structure: Tensor,
  { rows, columns }: { readonly rows: number; readonly columns: number },
  signal: AbortSignal,
): Promise<Float32Array> {
  const cells = rows * columns;
  const breathe = breather(signal);
  const graph = patchGraph(structure, rows, columns);
  await breathe();
  const sure = sureness(shares, joins, cells);
  // A picture of one patch has no neighbours and keeps what it has.
  const own = sure.map((value, cell) => OWN * value * (graph.degree[cell]! || 1));
  const walked = new Float32Array(shares.length);
  for (let first = 0; first < shares.length; first += cells) {
    const x = Float64Array.from(shares.subarray(first, first + cells));
    solve(
      graph,
      own,
      x.map((value, cell) => value * own[cell]!),
      x,
    );
    walked.set(
      x.map((value) => Math.min(1, Math.max(0, value))),
      first,
    );
    await breathe();
  }
  return walked;
}

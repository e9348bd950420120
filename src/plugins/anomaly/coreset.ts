import { breather, type Compute, type Tensor } from '../../core/index.js';
import { picked } from './stack.js';

/** Rounds in which rows are taken: each takes those that are farthest from what was taken before. */
const ROUNDS = 8;
/** Numbers a row that distances are looked at in: a random projection keeps them well enough to choose by (Johnson-Lindenstrauss), as PatchCore does. */
const PROJECTED = 128;

/** Numbers without a pattern, the same every time, in [0, 1). */
function* numbers(): Generator<number, never> {
  for (let state = 1; ; state = (state * 48271) % 2147483647) yield state / 2147483647;
}

async function projected({ data, dims: [rows = 0, width = 0] }: Tensor, breathe: () => Promise<void>): Promise<Tensor> {
  if (width <= PROJECTED) return { data, dims: [rows, width] };
  const source = numbers();
  // Achlioptas's: one of three is not nought, so that a third of the products is made.
  const taken = Array.from({ length: PROJECTED }, () => {
    const plus: number[] = [];
    const minus: number[] = [];
    for (let d = 0; d < width; d += 1) {
      const value = source.next().value;
      if (value < 1 / 6) plus.push(d);
      else if (value > 5 / 6) minus.push(d);
    }
    return { plus: Int32Array.from(plus), minus: Int32Array.from(minus) };
  });
  const out = new Float32Array(rows * PROJECTED);
  for (let row = 0; row < rows; row += 1) {
    const own = data.subarray(row * width, (row + 1) * width);
    let square = 0;
    for (let k = 0; k < PROJECTED; k += 1) {
      let sum = 0;
      const { plus, minus } = taken[k]!;
      for (const d of plus) sum += own[d]!;
      for (const d of minus) sum -= own[d]!;
      out[row * PROJECTED + k] = sum;
      square += sum * sum;
    }
    const scale = square > 1e-18 ? 1 / Math.sqrt(square) : 0;
    for (let k = 0; k < PROJECTED; k += 1) out[row * PROJECTED + k]! *= scale;
    if (row % 64 === 63) await breathe();
  }
  return { data: out, dims: [rows, PROJECTED] };
}

/**
 * A part of a memory that covers it: rows are taken in rounds, the farthest from those taken so far, spread over the list where they are equally far. PatchCore's
 * greedy k-centre (arXiv:2106.08265) takes one a round: with thousands to take, rounds of hundreds cost seconds in place of minutes.
 *
 * @param most rows of the answer
 * @returns the rows and their places in the memory, in its order; null where there are no more than that
 */
export async function coreset(
  memory: Tensor,
  most: number,
  compute: Pick<Compute, 'nearest'>,
  signal: AbortSignal,
): Promise<{ readonly rows: Tensor; readonly places: Int32Array } | null> {
  const [rows = 0] = memory.dims;
  if (rows <= most) return null;
  const breathe = breather(signal);
  const small = await projected(memory, breathe);
  const first = Math.max(1, Math.floor(most / ROUNDS));
  const taken = Array.from({ length: first }, (_, at) => Math.floor(((at + 0.5) * rows) / first));
  let last = picked(small, taken);
  const likeness = new Float32Array(rows).fill(-Infinity);
  while (taken.length < most) {
    const { cosine } = await compute.nearest({ query: small, memory: last });
    for (let row = 0; row < rows; row += 1) if (cosine[row]! > likeness[row]!) likeness[row] = cosine[row]!;
    await breathe();
    const count = Math.min(first, most - taken.length);
    const far = Array.from(likeness.keys()).sort((a, b) => likeness[a]! - likeness[b]! || a - b);
    // Half of them the farthest of all; neighbours that are equally far would all be taken together, so that of the next ones every other is.
    const sure = Math.ceil(count / 2);
    const next = far.slice(sure, sure + 2 * (count - sure)).sort((a, b) => a - b);
    const added = [...far.slice(0, sure), ...next.filter((_, at) => at % 2 === 0)].slice(0, count);
    for (const row of added) likeness[row] = Infinity;
    taken.push(...added);
    last = picked(small, added);
    await breathe();
  }
  const places = Int32Array.from(taken).sort();
  return { rows: picked(memory, places), places };
}

import { CheckpointError } from '../checkpoint-error.js';
import type { TextTower } from './text-tower.js';

/** Tokens of all texts as one matrix. */
export interface TextRows {
  /** [rows, width] */
  readonly x: Float32Array;
  /** For each row the rows that it attends to. */
  readonly sees: readonly (readonly number[])[];
  /** For each text the row of its end token. */
  readonly ends: readonly number[];
}

/** Embedded tokens with their positions: first the rows that all texts share, then those of each text behind them. */
export async function layOut(
  { tensors, prefix, contexts }: TextTower,
  texts: readonly (readonly number[])[],
  width: number,
): Promise<TextRows> {
  const positions = await tensors.read(`${prefix}positional_embedding`);
  const shape = contexts === null ? [1, 0, width] : tensors.shape(contexts);
  if (shape.length !== 3 || shape[0] !== 1 || shape[2] !== width)
    throw new CheckpointError(contexts ?? '', `has the shape [${shape.join(', ')}], [1, n, ${width}] is expected`);
  const learned = contexts === null ? new Float32Array(0) : await tensors.read(contexts);
  const shared = 1 + learned.length / width;
  const total = shared + texts.reduce((sum, text) => sum + text.length - 1, 0);
  const x = new Float32Array(total * width);
  const place = (row: number, vector: Float32Array, position: number): void => {
    for (let i = 0; i < width; i++) x[row * width + i] = (vector[i] as number) + (positions[position * width + i] as number);
  };
  // A vocabulary is large and the texts of one head use little of it: each token's row is read by itself.
  const known = new Map<number, Float32Array>();
  const embedded = async (id: number): Promise<Float32Array> => {
    const vector = known.get(id) ?? (await tensors.read(`${prefix}token_embedding.weight`, [id * width, (id + 1) * width]));
    known.set(id, vector);
    return vector;
  };
  place(0, await embedded(texts[0]?.[0] ?? 0), 0);
  for (let row = 1; row < shared; row++) place(row, learned.subarray((row - 1) * width, row * width), row);
  const before = Array.from({ length: shared }, (_, row) => row);
  const sees: (readonly number[])[] = before.map((row) => before.slice(0, row + 1));
  const ends: number[] = [];
  for (const text of texts) {
    const own = sees.length;
    for (let token = 1; token < text.length; token++) {
      const row = sees.length;
      place(row, await embedded(text[token] as number), shared + token - 1);
      sees.push([...before, ...Array.from({ length: row - own + 1 }, (_, index) => own + index)]);
    }
    ends.push(sees.length - 1);
  }
  return { x, sees, ends };
}

/** softmax(q kT / sqrt(width of a head)) v for each row over the rows that it sees. @param qkv [rows, 3 * width] */
export function attend(qkv: Float32Array, sees: readonly (readonly number[])[], width: number, heads: number): Float32Array {
  const size = width / heads;
  const result = new Float32Array(sees.length * width);
  sees.forEach((others, row) => {
    for (let from = 0; from < width; from += size) {
      const scores = others.map((other) => {
        let sum = 0;
        for (let i = from; i < from + size; i++)
          sum += (qkv[row * 3 * width + i] as number) * (qkv[other * 3 * width + width + i] as number);
        return sum / Math.sqrt(size);
      });
      const highest = Math.max(...scores);
      const shares = scores.map((score) => Math.exp(score - highest));
      const total = shares.reduce((sum, share) => sum + share, 0);
      others.forEach((other, index) => {
        const share = (shares[index] as number) / total;
        for (let i = from; i < from + size; i++)
          result[row * width + i] = (result[row * width + i] as number) + share * (qkv[other * 3 * width + 2 * width + i] as number);
      });
    }
  });
  return result;
}

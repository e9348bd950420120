import { array, json } from './released.js';

export interface PromptCase {
  /** Words, and how many vectors stand between them. */
  readonly written: readonly (string | number)[];
  /** The same with the vectors themselves. */
  readonly prompt: readonly (string | Float32Array)[];
  /** What the tower makes of it, unit. */
  readonly vector: Float32Array;
}

/** What training/references/learned_prompts.py wrote of a checkpoint. */
export function learnedPrompts(checkpoint: 'clip' | 'open-clip') {
  const [rows, vectors] = [array(`learned-prompts/${checkpoint}.rows`), array(`learned-prompts/${checkpoint}.vectors`)];
  const [, width = 0] = rows.shape;
  const [, dims = 0] = vectors.shape;
  let at = 0;
  const next = (count: number): Float32Array => Float32Array.from(rows.data.subarray(at, (at += count * width)));
  const cases = json<readonly (readonly (string | number)[])[]>('learned-prompts/cases.json').map((written, index): PromptCase => ({
    written,
    prompt: written.map((part) => (typeof part === 'number' ? next(part) : part)),
    vector: Float32Array.from(vectors.data.subarray(index * dims, (index + 1) * dims)),
  }));
  return { cases, width, dims };
}

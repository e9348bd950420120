import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { expect } from 'vitest';
import { openTensorFile, type Tensors } from '../../src/core/graphs/index.js';
import { loadNpy } from '../fixtures/npy/load-npy.js';

// Checkpoints and numbers are of training/references, plain PyTorch.
const fixtures = fileURLToPath(new URL('../fixtures/released/', import.meta.url));

export const array = (name: string) => loadNpy(join(fixtures, `${name}.npy`));
export const json = <T>(name: string): T => JSON.parse(readFileSync(join(fixtures, name), 'utf8')) as T;
export const open = (name: string): Promise<Tensors> => openTensorFile(join(fixtures, name));

export function furthest(values: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(values.length).toBe(expected.length);
  let worst = 0;
  // Math.max keeps NaN, which is below no limit.
  for (let i = 0; i < expected.length; i++) worst = Math.max(worst, Math.abs((values[i] as number) - (expected[i] as number)));
  return worst;
}

/** One run of a converted graph. */
export async function run(folder: string, graph: string, pixels: string): Promise<{ dims: readonly number[]; data: Float32Array }> {
  const session = await InferenceSession.create(join(folder, graph), { logSeverityLevel: 3 });
  try {
    const { data, shape } = array(pixels);
    const { logits } = await session.run({ pixels: new Tensor('uint8', data as Uint8Array, [1, ...shape]) });
    return { dims: logits?.dims ?? [], data: logits?.data as Float32Array };
  } finally {
    await session.release();
  }
}

/** What stands for the tokenizer. */
export interface Texts {
  readonly ids: readonly (readonly number[])[];
  readonly headWidth: number;
}

import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Measured } from './measure.js';
import type { TorchWorker } from './torch-worker.js';

export interface Likeness {
  /** Least cosine of ours and transformers' embedding of the same pixels. */
  readonly least: number;
  /** Greatest cosine of embeddings of two different pictures: what a wrong answer could still reach. */
  readonly greatestOther: number;
}

const cosine = (a: readonly number[], b: readonly number[]): number => {
  const dot = (x: readonly number[], y: readonly number[]): number => x.reduce((sum, value, index) => sum + value * y[index]!, 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
};

/** Gives transformers the pixels that our server decoded, and compares the embedding that the server answered over HTTP. */
export async function likeness({ side, embeddings, pixels }: Measured, torch: TorchWorker, folder: string): Promise<Likeness> {
  const file = join(folder, 'pixels.bin');
  const own: number[] = [];
  for (const [index, embedding] of embeddings.entries()) {
    await writeFile(file, pixels[index]!);
    own.push(cosine(embedding, await torch.encodePixels(file, side)));
  }
  await rm(file);
  const others = embeddings.flatMap((a, index) => embeddings.slice(index + 1).map((b) => cosine(a, b)));
  return { least: Math.min(...own), greatestOther: Math.max(...others) };
}

import type { CompileOptions } from '../../src/onnx/index.js';
import { type Arrays, CompiledEncoder } from './compiled-encoder.js';
import { pixels, reference } from './tiny-references.js';

export const NAMES = ['global', 'dense', 'denseResidual', 'structure', 'taps.last', 'taps.ffn', 'layers.2', 'layers.3'];
export const picture = pixels('stretch_c');
export const ids = Array.from(reference('text_input_ids').data.slice(0, 77));

export interface Answer {
  readonly image: Arrays;
  readonly text: Float32Array;
}

export async function answer(folder: string, options: CompileOptions = {}): Promise<Answer> {
  const encoder = await CompiledEncoder.of(folder, options);
  const result = { image: await encoder.image(picture), text: await encoder.text([ids]) };
  await encoder.close();
  return result;
}

export const cosine = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  let [dot, one, other] = [0, 0, 0];
  for (let i = 0; i < a.length; i += 1) {
    dot += a[i]! * b[i]!;
    one += a[i]! ** 2;
    other += b[i]! ** 2;
  }
  return dot / Math.sqrt(one * other);
};

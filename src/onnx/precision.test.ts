import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answer, type Answer, cosine, ids, NAMES, picture } from '../../test/onnx/answers.js';
import { float32, removeFolders, temporaryFolder, TINY, variant } from '../../test/onnx/checkpoint-files.js';
import { CompiledEncoder } from '../../test/onnx/compiled-encoder.js';
import { furthest, GRIDS } from '../../test/onnx/tiny-references.js';
import { compileCheckpoint } from './index.js';

let plain: Answer;
beforeAll(async () => {
  plain = await answer(TINY);
});
afterAll(removeFolders);

describe('lower precision', () => {
  it('fp16 keeps values that are halves, and says which tensor does not fit', async () => {
    const { image, text } = await answer(TINY, { precision: 'fp16' });
    // Every matrix of the fixture is half already.
    for (const name of NAMES) expect(furthest(image[name] ?? [], plain.image[name] ?? []), name).toBeLessThan(1e-5);
    expect(furthest(text, plain.text)).toBeLessThan(1e-5);
    const name = 'visual_projection.weight';
    const folder = variant({ tensors: (tensors) => tensors.set(name, float32(new Array<number>(48 * 96).fill(1e5), [48, 96])) });
    await expect(compileCheckpoint(folder, temporaryFolder(), { precision: 'fp16' })).rejects.toThrow(
      /^visual_projection\.weight: .*65504/,
    );
  });

  it('int8 stays near, in a third of the bytes', async () => {
    const encoder = await CompiledEncoder.of(TINY, { precision: 'int8' });
    const whole = await CompiledEncoder.of(TINY);
    expect(encoder.bytes('image.bin').length).toBeLessThan(0.5 * whole.bytes('image.bin').length);
    const image = await encoder.image(picture);
    for (const name of ['global', 'dense', 'denseResidual', 'taps.last'])
      expect(cosine(image[name] ?? [], plain.image[name] ?? []), name).toBeGreaterThan(0.98);
    expect(cosine(await encoder.text([ids]), plain.text)).toBeGreaterThan(0.98);
    for (const attention of encoder.compiled.tail?.attentions ?? []) {
      const exact = await whole.tail(plain.image, GRIDS.stretch_c, attention, true);
      expect(cosine(await encoder.tail(plain.image, GRIDS.stretch_c, attention, true), exact), attention).toBeGreaterThan(0.98);
    }
    await encoder.close();
    await whole.close();
  });
});

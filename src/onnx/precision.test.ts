import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answer, type Answer, cosine, ids, NAMES, picture } from '../../test/onnx/answers.js';
import { float32, removeFolders, temporaryFolder, TINY, variant } from '../../test/onnx/checkpoint-files.js';
import { CompiledEncoder } from '../../test/onnx/compiled-encoder.js';
import { furthest, GRIDS, hidden, reference, unitRows } from '../../test/onnx/tiny-references.js';
import { compileCheckpoint } from './index.js';

/** Twice as far as torch's own autocast to halves takes transformers' CLIP from single precision on this picture and text (torch 2.13 on a CPU: .0035 and .00017). */
const AUTOCAST = { tokens: 0.007, unit: 0.00034 };

let plain: Answer;
let whole: CompiledEncoder;
beforeAll(async () => {
  plain = await answer(TINY);
  whole = await CompiledEncoder.of(TINY);
});
afterAll(async () => {
  await whole.close();
  removeFolders();
});

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

  it.each(['fp16', 'rounded'] as const)('products in halves (%s) stay where transformers has them in single precision', async (compute) => {
    const encoder = await CompiledEncoder.of(TINY, { precision: 'fp16', compute });
    const image = await encoder.image(picture);
    expect(furthest(image['taps.last'] ?? [], hidden('stretch_c', 4))).toBeLessThan(AUTOCAST.tokens);
    expect(furthest(image['global'] ?? [], unitRows(reference('image_embeds_stretch_c').data, 48))).toBeLessThan(AUTOCAST.unit);
    expect(furthest(await encoder.text([ids]), reference('text_embeds_unit').data.slice(0, 48))).toBeLessThan(AUTOCAST.unit);
    for (const attention of encoder.compiled.tail?.attentions ?? []) {
      const dense = await encoder.tail(plain.image, GRIDS.stretch_c, attention, true);
      expect(cosine(dense, await whole.tail(plain.image, GRIDS.stretch_c, attention, true)), attention).toBeGreaterThan(0.9999);
    }
    await encoder.close();
  });

  it('int8 stays near, in a third of the bytes', async () => {
    const encoder = await CompiledEncoder.of(TINY, { precision: 'int8' });
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
  });
});

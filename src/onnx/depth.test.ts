import { afterAll, describe, it } from 'vitest';
import { removeFolders, variant, zeros } from '../../test/onnx/checkpoint-files.js';
import { CompiledEncoder } from '../../test/onnx/compiled-encoder.js';
import { expectRaw, hidden, pixels, reference, WITH_HIDDEN } from '../../test/onnx/tiny-references.js';

afterAll(removeFolders);

describe('towers cut and lengthened', () => {
  it.each([1, 2, 3])('of %i blocks give the state that enters the last', async (depth) => {
    const encoder = await CompiledEncoder.of(variant({ config: (config) => (config['vision_config'].num_hidden_layers = depth) }));
    for (const name of WITH_HIDDEN) expectRaw((await encoder.image(pixels(name)))['taps.last'], hidden(name, depth - 1), name);
    await encoder.close();
  });

  it('give the last state, and plain dense features, before a block that adds nothing', async () => {
    const folder = variant({
      config: (config) => (config['vision_config'].num_hidden_layers = 6),
      tensors: (tensors) => {
        for (const [name, tensor] of [...tensors]) {
          if (!name.startsWith('vision_model.encoder.layers.4.')) continue;
          const silent = /out_proj|fc2/.test(name);
          tensors.set(name.replace('layers.4.', 'layers.5.'), silent ? zeros(tensor.shape) : tensor);
        }
      },
    });
    const encoder = await CompiledEncoder.of(folder);
    for (const name of WITH_HIDDEN) {
      const outputs = await encoder.image(pixels(name));
      expectRaw(outputs['taps.last'], hidden(name, 5), name);
      expectRaw(outputs['denseResidual'], reference(`dense_plain_${name}_raw`).data, name);
    }
    const stretched = await encoder.image(pixels('stretch_a'));
    expectRaw(stretched['taps.last'], reference('last_hidden_state_stretch_a').data, 'stretch_a');
    await encoder.close();
  });
});

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  float32,
  type RawTensor,
  removeFolders,
  temporaryFolder,
  TINY,
  variant,
  type Variant,
  zeros,
} from '../../test/onnx/checkpoint-files.js';
import { answer, type Answer, cosine, ids, NAMES } from '../../test/onnx/answers.js';
import { CompiledEncoder } from '../../test/onnx/compiled-encoder.js';
import { furthest } from '../../test/onnx/tiny-references.js';
import { compileCheckpoint } from './index.js';
import { toFloats } from './safetensors/dtypes.js';

const isFloat = ({ dtype }: RawTensor): boolean => dtype === 'F16' || dtype === 'F32';
const widen = (tensor: RawTensor): Float32Array<ArrayBuffer> => toFloats(tensor.dtype as 'F16', Uint8Array.from(tensor.bytes));
/** The upper half of each float, rounded to the nearest. */
const bfloat16 = (tensor: RawTensor): RawTensor => {
  const words = new Uint32Array(widen(tensor).buffer);
  return { dtype: 'BF16', shape: tensor.shape, bytes: new Uint8Array(Uint16Array.from(words, (word) => (word + 0x8000) >>> 16).buffer) };
};

let plain: Answer;
beforeAll(async () => {
  plain = await answer(TINY);
});
afterAll(removeFolders);

describe('the same checkpoint stored otherwise', () => {
  it.each<[string, Variant]>([
    ['over four shards', { shards: 4 }],
    [
      'without position ids',
      { tensors: (tensors) => [...tensors.keys()].filter((name) => name.endsWith('position_ids')).forEach((name) => tensors.delete(name)) },
    ],
    [
      'with tensors that nobody uses',
      { tensors: (tensors) => tensors.set('extra', { dtype: 'BOOL', shape: [3], bytes: new Uint8Array(3) }) },
    ],
    [
      'all in float32',
      {
        tensors: (tensors) =>
          tensors.forEach((tensor, name) => isFloat(tensor) && tensors.set(name, float32([...widen(tensor)], tensor.shape))),
      },
    ],
    ['without a preprocessor, whose numbers are the defaults', { preprocessor: null }],
    ['with the end token spelled out', { config: (config) => (config['text_config'].eos_token_id = 49407) }],
  ])('gives the same numbers: %s', async (_, changes) => {
    const { image, text } = await answer(variant(changes));
    for (const name of NAMES) expect(furthest(image[name] ?? [], plain.image[name] ?? []), name).toBe(0);
    expect(furthest(text, plain.text)).toBe(0);
  });

  it('gives close ones in bfloat16', async () => {
    const folder = variant({
      tensors: (tensors) => tensors.forEach((tensor, name) => isFloat(tensor) && tensors.set(name, bfloat16(tensor))),
    });
    const { image, text } = await answer(folder);
    for (const name of NAMES) expect(cosine(image[name] ?? [], plain.image[name] ?? []), name).toBeGreaterThan(0.9995);
    expect(cosine(text, plain.text)).toBeGreaterThan(0.9995);
    expect(furthest(text, plain.text)).toBeGreaterThan(0);
  });
});

describe('another checkpoint', () => {
  it.each(['gelu', 'gelu_pytorch_tanh'])('with %s answers differently', async (name) => {
    const { image, text } = await answer(
      variant({ config: (config) => (config['vision_config'].hidden_act = config['text_config'].hidden_act = name) }),
    );
    expect(furthest(image['global'] ?? [], plain.image['global'] ?? [])).toBeGreaterThan(1e-3);
    expect(furthest(text, plain.text)).toBeGreaterThan(2e-3);
  });

  it('pools at the first of a given token', async () => {
    const folder = variant({ config: (config) => (config['text_config'].eos_token_id = 320) });
    const tokenizer = JSON.parse(readFileSync(join(folder, 'tokenizer.json'), 'utf8')) as Record<string, unknown>;
    const post_processor = { type: 'RobertaProcessing', sep: ['a</w>', 320], cls: ['<|startoftext|>', 49406] };
    writeFileSync(join(folder, 'tokenizer.json'), JSON.stringify({ ...tokenizer, post_processor }));
    const encoder = await CompiledEncoder.of(folder);
    const place = ids.indexOf(320);
    const whole = await encoder.text([ids]);
    // What stands behind never matters: the tower is causal.
    expect(furthest(whole, await encoder.text([ids.slice(0, place + 1)]))).toBeLessThan(1e-5);
    expect(furthest(whole, plain.text)).toBeGreaterThan(1e-2);
    await encoder.close();
  });

  it('with a longer context takes longer texts', async () => {
    const name = 'text_model.embeddings.position_embedding.weight';
    const folder = variant({
      config: (config) => (config['text_config'].max_position_embeddings = 248),
      tensors: (tensors) =>
        tensors.set(
          name,
          float32(
            Array.from({ length: 248 * 64 }, (_, index) => Math.sin(index) / 10),
            [248, 64],
          ),
        ),
    });
    const encoder = await CompiledEncoder.of(folder);
    expect(encoder.compiled.text.contextLength).toBe(248);
    expect(await encoder.text([new Array<number>(248).fill(400)])).toHaveLength(48);
    await encoder.close();
  });

  it.each<[string, Variant, RegExp]>([
    [
      'without a tensor',
      { tensors: (tensors) => tensors.delete('vision_model.encoder.layers.2.mlp.fc2.bias') },
      /^vision_model\.encoder\.layers\.2\.mlp\.fc2\.bias: is missing/,
    ],
    [
      'with a tensor of another shape',
      { tensors: (tensors) => tensors.set('visual_projection.weight', zeros([96, 48])) },
      /^config\.json projection_dim: is 48, but visual_projection\.weight .*\[96, 48\]/,
    ],
    [
      'with positions for another grid',
      { config: (config) => (config['vision_config'].image_size = 336) },
      /^config\.json vision_config image_size: is 336, .* need 442 positions, .*position_embedding\.weight has 197 positions/,
    ],
    [
      'with a tensor of integers',
      { tensors: (tensors) => tensors.set('text_projection.weight', { dtype: 'I8', shape: [48, 64], bytes: new Uint8Array(48 * 64) }) },
      /^text_projection\.weight: is I8/,
    ],
    [
      'with fewer positions than its context',
      { config: (config) => (config['text_config'].max_position_embeddings = 248) },
      /^config\.json text_config max_position_embeddings: is 248, .*position_embedding\.weight .*\[77, 64\]/,
    ],
  ])('%s is refused before anything is written', async (_, changes, message) => {
    const out = join(temporaryFolder(), 'pack');
    await expect(compileCheckpoint(variant(changes), out)).rejects.toThrow(message);
    expect(existsSync(out)).toBe(false);
  });

  it('is never compiled into its own folder', async () => {
    const folder = variant({});
    await expect(compileCheckpoint(folder, `${folder}/`)).rejects.toThrow(/folder of the checkpoint itself/);
  });
});

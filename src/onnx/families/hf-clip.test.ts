import { copyFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { removeFolders, TINY, variant, type Variant } from '../../../test/onnx/checkpoint-files.js';
import type { Recipe } from '../recipe.js';
import { readRecipe } from './index.js';

const read = (changes: Variant): Promise<Recipe> => readRecipe(variant(changes));

afterAll(removeFolders);

describe("transformers' CLIP", () => {
  it('is read with all that its files say', async () => {
    const { vision, text, ...rest } = await readRecipe(TINY);
    expect(rest).toEqual({ family: 'CLIP (transformers)', cleaning: 'openai', logitBias: null, logitScale: expect.closeTo(100.003, 3) });
    expect(vision).toMatchObject({ width: 96, heads: 4, activation: 'quick_gelu', patch: 16, imageSize: 224, dims: 48, pooling: 'class' });
    expect([vision.blocks.length, text.blocks.length]).toEqual([5, 3]);
    expect(text).toMatchObject({
      width: 64,
      contextLength: 77,
      causal: true,
      pooling: { at: 'highest' },
      padId: 49407,
      fixedLength: false,
    });
  });

  it("has CLIPConfig's defaults for what config.json leaves out", async () => {
    const sized = await read({
      config: (config) => {
        delete config['vision_config'].image_size;
        delete config['vision_config'].hidden_act;
        delete config['text_config'].max_position_embeddings;
        delete config['text_config'].vocab_size;
        delete config['text_config'].eos_token_id;
        delete config['text_config'].layer_norm_eps;
      },
    });
    expect(sized.vision).toMatchObject({ imageSize: 224, activation: 'quick_gelu' });
    expect(sized.text).toMatchObject({ contextLength: 77, pooling: { at: 'first', id: 49407 }, finalNorm: { epsilon: 1e-5 } });
    // Its own sizes are not the defaults': the first setting says so.
    await expect(read({ config: (config) => (config['vision_config'] = {}) })).rejects.toThrow(
      /^config\.json vision_config hidden_size: is 768 \(the default.*patch_embedding\.weight .*\[96, 3, 16, 16\]/,
    );
  });

  it('takes *_config_dict alone where old files have it', async () => {
    const recipe = await read({
      config: (config) => {
        const { vision_config: vision, text_config: text } = config;
        Object.assign(config, { vision_config_dict: vision, text_config_dict: { ...text, eos_token_id: undefined }, vision_config: null });
        config['text_config'] = { ...text, num_hidden_layers: 99 };
      },
    });
    expect(recipe.text).toMatchObject({ pooling: { at: 'first', id: 49407 } });
    expect([recipe.vision.blocks.length, recipe.text.blocks.length]).toEqual([5, 3]);
  });

  it.each([
    ['gelu', 'gelu'],
    ['gelu_pytorch_tanh', 'gelu_tanh'],
    ['quick_gelu', 'quick_gelu'],
  ])('knows the activation %s', async (name, activation) => {
    const { vision, text } = await read({ config: (config) => (config['vision_config'].hidden_act = name) });
    expect([vision.activation, text.activation]).toEqual([activation, 'quick_gelu']);
  });

  it.each<[string, Variant, RegExp]>([
    [
      'an unknown activation',
      { config: (config) => (config['text_config'].hidden_act = 'relu6') },
      /^config\.json text_config hidden_act: is "relu6"/,
    ],
    [
      'heads that do not divide the width',
      { config: (config) => (config['vision_config'].num_attention_heads = 5) },
      /num_attention_heads: 5 heads .* 96/,
    ],
    ['a size that is none', { config: (config) => (config['vision_config'].patch_size = '16') }, /vision_config patch_size: is "16"/],
    ['pictures of four channels', { config: (config) => (config['vision_config'].num_channels = 4) }, /num_channels/],
    ['a section that is a list', { config: (config) => (config['text_config'] = [] as never) }, /^config\.json text_config: is \[\]/],
    [
      'another model',
      { config: (config) => Object.assign(config, { model_type: 'clipseg', architectures: [] }) },
      /^config\.json: .*"clipseg"/,
    ],
    [
      'a vocabulary of another size',
      { config: (config) => (config['text_config'].vocab_size = 30000) },
      /^config\.json text_config vocab_size: is 30000, .*token_embedding\.weight .*\[49408, 64\]/,
    ],
    ['no scale', { tensors: (tensors) => tensors.delete('logit_scale') }, /^logit_scale: is missing/],
    ['a std of zero', { preprocessor: { image_std: [0, 1, 1] } }, /^preprocessor_config\.json image_std/],
    ['two means', { preprocessor: { image_mean: [0.5, 0.5] } }, /^preprocessor_config\.json image_mean: is \[0\.5,0\.5\]/],
  ])('with %s is refused by name', async (_, changes, message) => {
    await expect(read(changes)).rejects.toThrow(message);
  });

  it.each<[string, Variant['preprocessor'], readonly number[], readonly number[]]>([
    ['no file', null, [0.48145466, 0.4578275, 0.40821073], [0.26862954, 0.26130258, 0.27577711]],
    ['nothing said', {}, [0.48145466, 0.4578275, 0.40821073], [0.26862954, 0.26130258, 0.27577711]],
    ['its own numbers', { image_mean: [0.1, 0.2, 0.3], image_std: [1, 2, 3] }, [0.1, 0.2, 0.3], [1, 2, 3]],
    ['no normalising', { do_normalize: false }, [0, 0, 0], [1, 1, 1]],
    ['twice the usual scale', { rescale_factor: 2 / 255, image_mean: [1, 1, 1], image_std: [1, 1, 1] }, [0.5, 0.5, 0.5], [0.5, 0.5, 0.5]],
  ])('normalises pictures as its processor does: %s', async (_, preprocessor, mean, std) => {
    const { vision } = await read({ preprocessor });
    vision.mean.forEach((value, channel) => expect(value).toBeCloseTo(mean[channel] as number, 10));
    vision.std.forEach((value, channel) => expect(value).toBeCloseTo(std[channel] as number, 10));
  });

  it('takes its settings from the weights that are there, beside those of open_clip', async () => {
    const folder = variant({});
    copyFileSync(join(TINY, 'config.json'), join(folder, 'open_clip_config.json'));
    expect((await readRecipe(folder)).family).toBe('CLIP (transformers)');
    rmSync(join(folder, 'config.json'));
    await expect(readRecipe(folder)).rejects.toThrow(/open_clip_config\.json/);
  });
});

import { describe, expect, it } from 'vitest';
import { fixtureFolder } from '../../../test/fixtures/checkpoints/reference.js';
import { type Checkpoint, openCheckpoint, readRecipe, recipeOf } from './index.js';
import { readSiglip } from './siglip.js';

type Json = Record<string, unknown>;

/** The fixture with other settings at the top of some of its JSON files. */
async function changed(files: Readonly<Record<string, Json>>): Promise<Checkpoint> {
  const checkpoint = await openCheckpoint(fixtureFolder('siglip2-tiny'));
  return { ...checkpoint, json: (name) => ({ ...(checkpoint.json(name) as Json), ...files[name] }) };
}

describe('SigLIP of transformers', () => {
  it('pads with the token of its tokenizer, not with the default of its config', async () => {
    expect(readSiglip(await changed({}))?.text.padId).toBe(0);
    const unnamed = { pad_token: undefined };
    const byConfig = await changed({ 'tokenizer_config.json': unnamed, 'special_tokens_map.json': unnamed });
    expect(readSiglip(byConfig)?.text.padId).toBe(1);
  });

  it('has no class token, pools by attention, scores with a bias', async () => {
    const recipe = readSiglip(await changed({}));
    expect(recipe?.vision).toMatchObject({
      classToken: null,
      preNorm: null,
      projection: null,
      mean: [0.5, 0.5, 0.5],
      activation: 'gelu_tanh',
    });
    expect(recipe?.vision.pooling).toMatchObject({
      heads: 4,
      key: { weight: { name: 'vision_model.head.attention.in_proj_weight', rows: [32, 64] } },
    });
    expect(recipe?.text).toMatchObject({ causal: false, fixedLength: true, contextLength: 64, pooling: { at: 'last' } });
    expect(recipe?.logitBias).toBe(-16.5);
    expect(recipe?.logitScale).toBeCloseTo(109.947, 3);
  });

  it('takes the defaults of SiglipConfig for what is left out', async () => {
    const recipe = readSiglip(await changed({ 'config.json': { text_config: {}, vision_config: {} } }));
    expect(recipe?.vision).toMatchObject({ width: 768, heads: 12, patch: 16, imageSize: 224, dims: 768, activation: 'gelu_tanh' });
    expect(recipe?.vision.blocks).toHaveLength(12);
    expect([recipe?.vision.postNorm.epsilon, recipe?.text.finalNorm.epsilon]).toEqual([1e-6, 1e-6]);
    expect(recipe?.text).toMatchObject({ width: 768, contextLength: 64 });
  });

  it('refuses NaFlex by name and says what to take instead', async () => {
    const checkpoint = await changed({ 'config.json': { model_type: 'siglip2' } });
    expect(() => readSiglip(checkpoint)).toThrow(/config\.json model_type: is "siglip2".*NaFlex.*fixed-resolution/);
  });

  it('refuses towers that do not meet, and one without its pooling head', async () => {
    const apart = await changed({ 'config.json': { text_config: { hidden_size: 32, projection_size: 48, num_attention_heads: 4 } } });
    expect(() => readSiglip(apart)).toThrow(/text_config projection_size: is 48/);
    const headless = await changed({ 'config.json': { vision_config: { vision_use_head: false } } });
    expect(() => readSiglip(headless)).toThrow(/vision_config vision_use_head/);
  });

  it('leaves other model types to others', async () => {
    expect(readSiglip(await changed({ 'config.json': { model_type: 'clip' } }))).toBeNull();
  });
});

describe('families', () => {
  it.each([
    ['open-clip-tiny', 'CLIP (open_clip)'],
    ['open-clip-quickgelu-tiny', 'CLIP (open_clip)'],
    ['siglip2-tiny', 'SigLIP (transformers)'],
    ['long-clip-tiny', 'CLIP (transformers)'],
  ] as const)('know %s', async (name, family) => {
    expect((await readRecipe(fixtureFolder(name))).family).toBe(family);
  });

  it('go by the weights where a folder has the settings of both libraries', async () => {
    const openClip = await openCheckpoint(fixtureFolder('open-clip-tiny'));
    const transformers = await openCheckpoint(fixtureFolder('long-clip-tiny'));
    const both = (name: string): unknown => openClip.json(name) ?? transformers.json(name);
    expect(recipeOf({ ...openClip, json: both }).family).toBe('CLIP (open_clip)');
    expect(recipeOf({ ...transformers, json: both }).family).toBe('CLIP (transformers)');
  });

  it('read a text context of any length', async () => {
    expect((await readRecipe(fixtureFolder('long-clip-tiny'))).text.contextLength).toBe(248);
  });
});

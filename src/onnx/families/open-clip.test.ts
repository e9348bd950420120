import { describe, expect, it } from 'vitest';
import { type CheckpointName, fixtureFolder } from '../../../test/fixtures/checkpoints/reference.js';
import { CheckpointError } from '../checkpoint-error.js';
import type { Recipe } from '../recipe.js';
import { type Checkpoint, openCheckpoint } from './index.js';
import { readOpenClip } from './open-clip.js';

interface Config {
  model_cfg: Record<string, unknown> & { vision_cfg: Record<string, unknown>; text_cfg: Record<string, unknown> };
  preprocess_cfg?: Record<string, unknown>;
}

/** The fixture with a changed open_clip_config.json. */
async function changed(change: (config: Config) => void, folder?: string, name: CheckpointName = 'open-clip-tiny'): Promise<Checkpoint> {
  const checkpoint = await openCheckpoint(fixtureFolder(name));
  const config = structuredClone(checkpoint.json('open_clip_config.json')) as Config;
  change(config);
  return {
    folder: folder ?? checkpoint.folder,
    tensors: checkpoint.tensors,
    claims: [],
    json: (file) => (file === 'open_clip_config.json' ? config : checkpoint.json(file)),
  };
}

const read = async (change: (config: Config) => void, folder?: string): Promise<Recipe> => {
  const recipe = readOpenClip(await changed(change, folder));
  if (recipe === null) throw new Error('not recognised');
  return recipe;
};

describe("open_clip's layout", () => {
  it('is recognised by its own file alone', async () => {
    const checkpoint = await changed(() => undefined);
    expect(readOpenClip({ ...checkpoint, json: () => null })).toBeNull();
    expect(readOpenClip(checkpoint)?.family).toBe('CLIP (open_clip)');
  });

  it('takes tensors of a text tower beside the picture tower or in a module of its own', async () => {
    const beside = await read(() => undefined);
    const own = readOpenClip(await changed(() => undefined, undefined, 'open-clip-quickgelu-tiny'));
    expect(beside.text.tokenEmbedding.name).toBe('token_embedding.weight');
    expect(own?.text.tokenEmbedding.name).toBe('text.token_embedding.weight');
    expect(beside.text.projection).toEqual({ weight: { name: 'text_projection', transposed: true }, bias: null });
    expect(own?.text.projection).toEqual({ weight: { name: 'text.text_projection.weight' }, bias: { name: 'text.text_projection.bias' } });
  });

  it.each([
    ['quick_gelu true', true, '/models/any', 'quick_gelu'],
    ['no quick_gelu', undefined, '/models/ViT-B-32', 'gelu'],
    ['no quick_gelu, but a name that says so', undefined, '/models/ViT-B-32-quickgelu', 'quick_gelu'],
    ['a hub cache whose repository says so', undefined, '/hub/models--timm--vit_base_clip_quickgelu_224/snapshots/0a', 'quick_gelu'],
    ['quick_gelu false, whatever the name', false, '/models/ViT-B-32-quickgelu', 'gelu'],
  ])('activation with %s', async (_, flag, folder, activation) => {
    const recipe = await read(({ model_cfg }) => {
      if (flag !== undefined) model_cfg['quick_gelu'] = flag;
    }, folder);
    expect([recipe.vision.activation, recipe.text.activation]).toEqual([activation, activation]);
  });

  it('reads each tower of a mixed pair by its own options', async () => {
    const recipe = await read(({ model_cfg: { text_cfg } }) => {
      text_cfg['act_kwargs'] = { approximate: 'tanh' };
      text_cfg['norm_kwargs'] = { eps: 1e-6 };
      text_cfg['no_causal_mask'] = true;
      text_cfg['pool_type'] = 'last';
    });
    expect([recipe.vision.activation, recipe.vision.postNorm.epsilon]).toEqual(['gelu', 1e-5]);
    expect([recipe.text.activation, recipe.text.finalNorm.epsilon]).toEqual(['gelu_tanh', 1e-6]);
    expect([recipe.text.causal, recipe.text.fixedLength, recipe.text.pooling]).toEqual([false, true, { at: 'last' }]);
  });

  it('fills in what the file leaves out with the defaults of open_clip', async () => {
    const recipe = await read((config) => {
      delete config.preprocess_cfg;
      delete config.model_cfg.text_cfg['context_length'];
    });
    expect(recipe.vision.mean).toEqual([0.48145466, 0.4578275, 0.40821073]);
    expect([recipe.text.contextLength, recipe.text.padId, recipe.logitBias]).toEqual([77, 0, null]);
    expect(recipe.text.pooling).toEqual({ at: 'highest' });
  });

  it.each<[string, string, (config: Config) => void]>([
    ['model_cfg multimodal_cfg', 'CoCa', (c) => (c.model_cfg['multimodal_cfg'] = { width: 8 })],
    ['vision_cfg timm_model_name', 'convnext_base', (c) => (c.model_cfg.vision_cfg['timm_model_name'] = 'convnext_base')],
    ['vision_cfg timm_model_name', 'for transformers', (c) => (c.model_cfg.vision_cfg['timm_model_name'] = 'vit_base_patch16_siglip_224')],
    ['vision_cfg layers', 'ResNet', (c) => (c.model_cfg.vision_cfg['layers'] = [3, 4, 6, 3])],
    ['vision_cfg image_size', 'square', (c) => (c.model_cfg.vision_cfg['image_size'] = [224, 336])],
    ['vision_cfg pool_type', '"avg"', (c) => (c.model_cfg.vision_cfg['pool_type'] = 'avg')],
    ['vision_cfg global_average_pool', 'class token', (c) => (c.model_cfg.vision_cfg['global_average_pool'] = true)],
    ['vision_cfg attentional_pool', 'queries', (c) => (c.model_cfg.vision_cfg['attentional_pool'] = true)],
    ['vision_cfg ls_init_value', 'ls_1.gamma', (c) => (c.model_cfg.vision_cfg['ls_init_value'] = 1e-4)],
    ['vision_cfg qk_norm', 'plain attention', (c) => (c.model_cfg.vision_cfg['qk_norm'] = true)],
    ['vision_cfg head_width', 'does not divide', (c) => (c.model_cfg.vision_cfg['head_width'] = 7)],
    ['text_cfg hf_model_name', 'roberta-base', (c) => (c.model_cfg.text_cfg['hf_model_name'] = 'roberta-base')],
    ['text_cfg embed_cls', 'CoCa', (c) => (c.model_cfg.text_cfg['embed_cls'] = true)],
    ['text_cfg pool_type', 'argmax', (c) => (c.model_cfg.text_cfg['pool_type'] = 'none')],
    ['text_cfg proj_type', '"mlp"', (c) => (c.model_cfg.text_cfg['proj_type'] = 'mlp')],
    [
      'text_cfg hf_tokenizer_name',
      'tokenizers',
      (c) => Object.assign(c.model_cfg.text_cfg, { hf_tokenizer_name: 'x/y', vocab_size: 901629 }),
    ],
    [
      'text_cfg tokenizer_kwargs strip_sep_token',
      'not offered',
      (c) => (c.model_cfg.text_cfg['tokenizer_kwargs'] = { strip_sep_token: true }),
    ],
  ])('refuses %s (%s)', async (place, problem, change) => {
    const checkpoint = await changed(change);
    const error = (() => {
      try {
        return readOpenClip(checkpoint);
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toBeInstanceOf(CheckpointError);
    expect((error as CheckpointError).place).toContain(place);
    expect((error as CheckpointError).message).toContain(problem);
  });
});

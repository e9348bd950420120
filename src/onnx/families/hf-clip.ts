import { CheckpointError } from '../checkpoint-error.js';
import type { BlockRef, Recipe, TextRecipe, VisionRecipe } from '../recipe.js';
import { Agreed } from './agreed.js';
import type { Checkpoint } from './checkpoint.js';
import { linearWithoutBias, norm, transformersBlocks } from './hf-names.js';
import { readPadId } from './pad-id.js';
import { readNormalisation, Settings } from './read-configs.js';

/** OpenAI's, which transformers takes where a processor names none. */
export const CLIP_NORMALISATION = {
  mean: [0.48145466, 0.4578275, 0.40821073],
  std: [0.26862954, 0.26130258, 0.27577711],
} as const;

/** Written by old versions instead of the true id of the end token; pooling then goes by the highest id. */
const LEGACY_EOS = 2;

/** Settings of one tower. A file with `*_config_dict` means that one alone: transformers lets it override all of `*_config`. */
function towerSettings(config: Settings, tower: 'text' | 'vision'): Settings {
  const legacy = `${tower}_config_dict`;
  return config.section(config.has(legacy) ? legacy : `${tower}_config`);
}

/** A recipe does not tell how wide a block's MLP is: its tensors do, and they must agree with the setting. */
function claimMlp({ tensors, claims }: Checkpoint, blocks: readonly BlockRef[], mlpWidth: number, width: number): void {
  claims.push(() => blocks.forEach(({ mlpIn }) => tensors.check(mlpIn.weight.name, [mlpWidth, width])));
}

function readVision(config: Settings, checkpoint: Checkpoint, dims: number): VisionRecipe {
  const settings = towerSettings(config, 'vision');
  const agreed = new Agreed(settings, checkpoint);
  const patchEmbedding = linearWithoutBias('vision_model.embeddings.patch_embedding');
  const positions = { name: 'vision_model.embeddings.position_embedding.weight' };
  const width = agreed.size('hidden_size', 768, patchEmbedding.weight.name, 0);
  const patch = agreed.size('patch_size', 32, patchEmbedding.weight.name, -1);
  const epsilon = settings.positive('layer_norm_eps', 1e-5);
  const blocks = transformersBlocks('vision_model', agreed.depth('num_hidden_layers', 12, 'vision_model.encoder.layers'), epsilon);
  claimMlp(checkpoint, blocks, agreed.size('intermediate_size', 3072, blocks[0]!.mlpIn.weight.name, 0), width);
  if (settings.size('num_channels', 3) !== 3)
    throw new CheckpointError(`${settings.place} num_channels`, 'only pictures of three channels are read');
  const { mean, std } = readNormalisation((name) => checkpoint.json(name), CLIP_NORMALISATION);
  return {
    width,
    heads: settings.heads('num_attention_heads', 12, width),
    activation: settings.activation('hidden_act', 'quick_gelu'),
    blocks,
    patch,
    imageSize: agreed.imageSize('image_size', 224, patch, positions.name, 1),
    patchEmbedding,
    classToken: { name: 'vision_model.embeddings.class_embedding' },
    positions,
    // transformers' own spelling.
    preNorm: norm('vision_model.pre_layrnorm', epsilon),
    postNorm: norm('vision_model.post_layernorm', epsilon),
    pooling: 'class',
    projection: linearWithoutBias('visual_projection'),
    dims,
    mean,
    std,
  };
}

function readText(config: Settings, checkpoint: Checkpoint, dims: number): TextRecipe {
  const settings = towerSettings(config, 'text');
  const agreed = new Agreed(settings, checkpoint);
  const tokenEmbedding = { name: 'text_model.embeddings.token_embedding.weight' };
  const positions = { name: 'text_model.embeddings.position_embedding.weight' };
  const width = agreed.size('hidden_size', 512, tokenEmbedding.name, 1);
  agreed.size('vocab_size', 49408, tokenEmbedding.name, 0);
  const epsilon = settings.positive('layer_norm_eps', 1e-5);
  const blocks = transformersBlocks('text_model', agreed.depth('num_hidden_layers', 12, 'text_model.encoder.layers'), epsilon);
  claimMlp(checkpoint, blocks, agreed.size('intermediate_size', 2048, blocks[0]!.mlpIn.weight.name, 0), width);
  const end = settings.id('eos_token_id', 49407);
  return {
    width,
    heads: settings.heads('num_attention_heads', 8, width),
    activation: settings.activation('hidden_act', 'quick_gelu'),
    blocks,
    tokenEmbedding,
    positions,
    contextLength: agreed.size('max_position_embeddings', 77, positions.name, 0),
    causal: true,
    finalNorm: norm('text_model.final_layer_norm', epsilon),
    pooling: end === LEGACY_EOS ? { at: 'highest' } : { at: 'first', id: end, setting: `${settings.place} eos_token_id` },
    projection: linearWithoutBias('text_projection'),
    dims,
    // Whatever stands behind the end token never matters to a causal tower.
    padId: readPadId(checkpoint) ?? 0,
    fixedLength: false,
  };
}

/**
 * transformers' CLIPModel: config.json with `model_type` clip; what it leaves out has CLIPConfig's default.
 * @returns null for any other folder
 * @throws CheckpointError naming the setting that cannot be compiled
 */
export function readHfClip(checkpoint: Checkpoint): Recipe | null {
  const config = new Settings('config.json', checkpoint.json('config.json'));
  const architectures = config.get('architectures');
  if (config.get('model_type') !== 'clip' && !(Array.isArray(architectures) && architectures.includes('CLIPModel'))) return null;
  const agreed = new Agreed(config, checkpoint);
  const dims = agreed.size('projection_dim', 512, 'visual_projection.weight', 0);
  return {
    family: 'CLIP (transformers)',
    vision: readVision(config, checkpoint, dims),
    text: readText(config, checkpoint, dims),
    cleaning: 'openai',
    logitScale: Math.exp(checkpoint.tensors.scalar('logit_scale')),
    logitBias: null,
  };
}

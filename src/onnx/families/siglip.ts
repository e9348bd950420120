import { CheckpointError } from '../checkpoint-error.js';
import type { MapPoolingRef, Recipe, TextRecipe, TowerRecipe, VisionRecipe } from '../recipe.js';
import { Agreed } from './agreed.js';
import type { Checkpoint } from './checkpoint.js';
import { linear, norm, transformersBlocks } from './hf-names.js';
import { readPadId } from './pad-id.js';
import { fusedAttention } from './parts.js';
import { readNormalisation, Settings } from './read-configs.js';

const FILE = 'config.json';
const HALF = [0.5, 0.5, 0.5] as const;

const readEpsilon = (settings: Settings): number => settings.positive('layer_norm_eps', 1e-6);

/** @param module that holds the layers @param embedding a tensor that shows the width on this axis */
function readTower(module: string, settings: Settings, agreed: Agreed, embedding: string, axis: number): TowerRecipe {
  const width = agreed.size('hidden_size', 768, embedding, axis);
  return {
    width,
    heads: settings.heads('num_attention_heads', 12, width),
    activation: settings.activation('hidden_act', 'gelu_pytorch_tanh'),
    blocks: transformersBlocks(module, agreed.depth('num_hidden_layers', 12, `${module}.encoder.layers`), readEpsilon(settings)),
  };
}

function readPooling({ width, heads }: TowerRecipe, epsilon: number): MapPoolingRef {
  const head = 'vision_model.head';
  return {
    probe: { name: `${head}.probe` },
    heads,
    ...fusedAttention(`${head}.attention`, width),
    norm: norm(`${head}.layernorm`, epsilon),
    mlpIn: linear(`${head}.mlp.fc1`),
    mlpOut: linear(`${head}.mlp.fc2`),
  };
}

function readVision(checkpoint: Checkpoint, settings: Settings): VisionRecipe {
  if (!settings.flag('vision_use_head', true))
    throw new CheckpointError(`${settings.place} vision_use_head`, 'is false: without the pooling head a picture has no embedding');
  const agreed = new Agreed(settings, checkpoint);
  const patchEmbedding = linear('vision_model.embeddings.patch_embedding');
  const positions = { name: 'vision_model.embeddings.position_embedding.weight' };
  const tower = readTower('vision_model', settings, agreed, patchEmbedding.weight.name, 0);
  const patch = agreed.size('patch_size', 16, patchEmbedding.weight.name, -1);
  const epsilon = readEpsilon(settings);
  return {
    ...tower,
    patch,
    imageSize: agreed.imageSize('image_size', 224, patch, positions.name, 0),
    patchEmbedding,
    classToken: null,
    positions,
    preNorm: null,
    postNorm: norm('vision_model.post_layernorm', epsilon),
    pooling: readPooling(tower, epsilon),
    projection: null,
    dims: tower.width,
    ...readNormalisation((name) => checkpoint.json(name), { mean: HALF, std: HALF }),
  };
}

function readText(checkpoint: Checkpoint, settings: Settings, dims: number): TextRecipe {
  const agreed = new Agreed(settings, checkpoint);
  const tokenEmbedding = { name: 'text_model.embeddings.token_embedding.weight' };
  const positions = { name: 'text_model.embeddings.position_embedding.weight' };
  const tower = readTower('text_model', settings, agreed, tokenEmbedding.name, 1);
  agreed.size('vocab_size', 32000, tokenEmbedding.name, 0);
  const projected = settings.size('projection_size', tower.width);
  if (projected !== dims)
    throw new CheckpointError(`${settings.place} projection_size`, `is ${projected}, but pictures come out with ${dims} dimensions`);
  return {
    ...tower,
    tokenEmbedding,
    positions,
    contextLength: agreed.size('max_position_embeddings', 64, positions.name, 0),
    causal: false,
    finalNorm: norm('text_model.final_layer_norm', readEpsilon(settings)),
    pooling: { at: 'last' },
    projection: linear('text_model.head'),
    dims,
    // Padding is attended to. The tokenizer knows what it pads with; pad_token_id is a default of 1 even where that is another token.
    padId: readPadId(checkpoint) ?? settings.id('pad_token_id', 1),
    fixedLength: true,
  };
}

/**
 * SigLIP and SigLIP 2 of fixed resolution: transformers' SiglipModel, config.json with `model_type` siglip; what it leaves out has
 * SiglipConfig's default.
 * @returns null for any other folder
 * @throws CheckpointError naming the setting that cannot be compiled
 */
export function readSiglip(checkpoint: Checkpoint): Recipe | null {
  const config = new Settings(FILE, checkpoint.json(FILE));
  const type = config.get('model_type');
  if (type === 'siglip2')
    throw new CheckpointError(
      `${FILE} model_type`,
      'is "siglip2", the NaFlex form for pictures of any shape, which cannot be compiled. Take the fixed-resolution form of the same model: ' +
        'its model_type is "siglip", and its name ends in a size such as patch16-256 instead of naflex',
    );
  if (type !== 'siglip') return null;
  const vision = readVision(checkpoint, config.section('vision_config'));
  return {
    family: 'SigLIP (transformers)',
    vision,
    text: readText(checkpoint, config.section('text_config'), vision.dims),
    cleaning: 'siglip',
    logitScale: Math.exp(checkpoint.tensors.scalar('logit_scale')),
    logitBias: checkpoint.tensors.scalar('logit_bias'),
  };
}

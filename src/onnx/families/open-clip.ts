import { CheckpointError } from '../checkpoint-error.js';
import type { BlockRef, Recipe, TextCleaning, TextRecipe, TowerRecipe, VisionRecipe } from '../recipe.js';
import { Agreed } from './agreed.js';
import type { Checkpoint } from './checkpoint.js';
import { CLIP_NORMALISATION } from './hf-clip.js';
import { linear, linearWithoutBias, norm } from './hf-names.js';
import {
  CLIP_VOCABULARY,
  checkModel,
  checkText,
  checkVision,
  readActivation,
  readCleaning,
  readTextPooling,
} from './open-clip-settings.js';
import { readMaskPrompts } from './mask-prompts.js';
import { readPadId } from './pad-id.js';
import { bareProjection, fusedAttention } from './parts.js';
import { Settings } from './read-configs.js';

const FILE = 'open_clip_config.json';

const readEpsilon = (settings: Settings): number => settings.section('norm_kwargs').positive('eps', 1e-5);

/** Where open_clip's checkpoints keep the blocks of a transformer. @param module that holds `resblocks` */
export function readBlocks(module: string, count: number, width: number, epsilon: number): BlockRef[] {
  return Array.from({ length: count }, (_, index) => {
    const block = `${module}.resblocks.${index}`;
    return {
      norm1: norm(`${block}.ln_1`, epsilon),
      ...fusedAttention(`${block}.attn`, width),
      norm2: norm(`${block}.ln_2`, epsilon),
      mlpIn: linear(`${block}.mlp.c_fc`),
      mlpOut: linear(`${block}.mlp.c_proj`),
    };
  });
}

interface Model {
  readonly settings: Settings;
  readonly quickGelu: boolean;
  readonly dims: number;
}

function readVision({ settings: model, quickGelu, dims }: Model, checkpoint: Checkpoint, preprocess: Settings): VisionRecipe {
  const settings = model.section('vision_cfg');
  checkVision(settings);
  const agreed = new Agreed(settings, checkpoint);
  const patchEmbedding = linearWithoutBias('visual.conv1');
  const positions = { name: 'visual.positional_embedding' };
  const width = agreed.size('width', 768, patchEmbedding.weight.name, 0);
  const patch = agreed.size('patch_size', 16, patchEmbedding.weight.name, -1);
  const headWidth = settings.size('head_width', 64);
  if (width % headWidth !== 0)
    throw new CheckpointError(`${settings.place} head_width`, `${headWidth} does not divide a width of ${width}`);
  const epsilon = readEpsilon(settings);
  const tower: TowerRecipe = {
    width,
    heads: width / headWidth,
    activation: readActivation(settings, quickGelu),
    blocks: readBlocks('visual.transformer', agreed.depth('layers', 12, 'visual.transformer.resblocks'), width, epsilon),
  };
  const imageSize = agreed.imageSize('image_size', 224, patch, positions.name, 1);
  return {
    ...tower,
    ...readMaskPrompts(checkpoint.tensors, Math.floor(imageSize / patch) ** 2, width),
    patch,
    imageSize,
    patchEmbedding,
    classToken: { name: 'visual.class_embedding' },
    positions,
    preNorm: settings.flag('no_ln_pre', false) ? null : norm('visual.ln_pre', epsilon),
    // A norm works token by token: before or after picking one (final_ln_after_pool) is the same.
    postNorm: norm('visual.ln_post', epsilon),
    pooling: 'class',
    projection: bareProjection('visual.proj'),
    dims,
    mean: preprocess.triple('mean', CLIP_NORMALISATION.mean),
    std: preprocess.triple('std', CLIP_NORMALISATION.std),
  };
}

function readTextProjection(settings: Settings, prefix: string, width: number, dims: number): TextRecipe['projection'] {
  const name = `${prefix}text_projection`;
  if (settings.text('proj_type', 'linear') !== 'none') return settings.flag('proj_bias', false) ? linear(name) : bareProjection(name);
  if (width === dims) return null;
  throw new CheckpointError(`${settings.place} proj_type`, `is "none", but texts of width ${width} need ${dims} dimensions`);
}

function readText({ settings: model, quickGelu, dims }: Model, checkpoint: Checkpoint, cleaning: TextCleaning): TextRecipe {
  const settings = model.section('text_cfg');
  checkText(settings);
  // CustomTextCLIP keeps the text tower as a module of its own, CLIP beside the picture tower.
  const prefix = checkpoint.tensors.has('text.token_embedding.weight') ? 'text.' : '';
  const agreed = new Agreed(settings, checkpoint);
  const tokenEmbedding = { name: `${prefix}token_embedding.weight` };
  const positions = { name: `${prefix}positional_embedding` };
  const width = agreed.size('width', 512, tokenEmbedding.name, 1);
  agreed.size('vocab_size', CLIP_VOCABULARY, tokenEmbedding.name, 0);
  const epsilon = readEpsilon(settings);
  const causal = !settings.flag('no_causal_mask', false);
  const pooling = readTextPooling(settings);
  return {
    width,
    heads: settings.heads('heads', 8, width),
    activation: readActivation(settings, quickGelu),
    blocks: readBlocks(`${prefix}transformer`, agreed.depth('layers', 12, `${prefix}transformer.resblocks`), width, epsilon),
    tokenEmbedding,
    positions,
    contextLength: agreed.size('context_length', 77, positions.name, -2),
    causal,
    finalNorm: norm(`${prefix}ln_final`, epsilon),
    pooling,
    projection: readTextProjection(settings, prefix, width, dims),
    dims,
    // open_clip's own tokenizer pads with 0, whatever pad_id says: that one only feeds a mask which CLIP does not use.
    padId: cleaning === 'openai' ? 0 : (readPadId(checkpoint) ?? 0),
    fixedLength: !causal || pooling.at === 'last',
  };
}

/** `quick_gelu`, or where the file leaves it out a repository whose name says so (`ViT-B-32-quickgelu`, `vit_base_patch16_clip_quickgelu_224`). */
function readQuickGelu(settings: Settings, folder: string): boolean {
  const name = folder.split(/[/\\]/).findLast((part) => part.startsWith('models--')) ?? folder.split(/[/\\]/).at(-1) ?? '';
  return settings.flag('quick_gelu', /quick-?gelu/i.test(name));
}

/**
 * open_clip's layout: open_clip_config.json (`model_cfg`, `preprocess_cfg`) and weights by open_clip's names; what the file leaves out
 * has open_clip's default. Towers of other libraries (timm, transformers), ResNets and CoCa are refused.
 * @returns null for any other folder
 * @throws CheckpointError naming the setting that cannot be compiled
 */
export function readOpenClip(checkpoint: Checkpoint): Recipe | null {
  const json = checkpoint.json(FILE);
  if (json === null) return null;
  const file = new Settings(FILE, json);
  if (!file.has('model_cfg')) throw new CheckpointError(`${FILE} model_cfg`, 'is missing');
  const settings = file.section('model_cfg');
  checkModel(settings);
  const model: Model = { settings, quickGelu: readQuickGelu(settings, checkpoint.folder), dims: settings.size('embed_dim', 512) };
  const cleaning = readCleaning(settings.section('text_cfg'));
  const { tensors } = checkpoint;
  return {
    family: 'CLIP (open_clip)',
    vision: readVision(model, checkpoint, file.section('preprocess_cfg')),
    text: readText(model, checkpoint, cleaning),
    cleaning,
    logitScale: Math.exp(tensors.scalar('logit_scale')),
    logitBias: tensors.has('logit_bias') ? tensors.scalar('logit_bias') : null,
  };
}

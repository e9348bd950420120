import { CheckpointError } from '../checkpoint-error.js';
import type { Activation, TextCleaning, TextRecipe } from '../recipe.js';
import type { Settings } from './read-configs.js';

/** The vocabulary of OpenAI's byte pairs; its last two tokens begin and end a text. */
export const CLIP_VOCABULARY = 49408;

const shown = (value: unknown): string => JSON.stringify(value);

function refuse(settings: Settings, name: string, why: string): never {
  throw new CheckpointError(`${settings.place} ${name}`, `is ${shown(settings.get(name))}: ${why}`);
}

/** Settings that change the arithmetic of a block; open_clip's default for each is off. */
const BLOCK_FLAGS = ['qk_norm', 'scaled_cosine_attn', 'scale_heads', 'scale_attn_inner', 'scale_attn', 'scale_fc'];

function checkBlocks(settings: Settings): void {
  for (const name of BLOCK_FLAGS) if (settings.flag(name, false)) refuse(settings, name, 'only plain attention and MLP are compiled');
  if (settings.has('ls_init_value')) refuse(settings, 'ls_init_value', 'layers with a learned scale (ls_1.gamma) are not compiled');
}

/** @throws CheckpointError naming what makes it another kind of model */
export function checkModel(settings: Settings): void {
  if (settings.has('multimodal_cfg'))
    throw new CheckpointError(`${settings.place} multimodal_cfg`, 'CoCa, whose text tower also writes captions, is not compiled');
}

/** @throws CheckpointError naming the setting of a vision tower that is not compiled */
export function checkVision(settings: Settings): void {
  if (settings.has('timm_model_name'))
    refuse(
      settings,
      'timm_model_name',
      /siglip/i.test(settings.text('timm_model_name', ''))
        ? "timm's tower is not compiled; take the repository of the same SigLIP that is made for transformers (config.json with model_type siglip)"
        : "timm's tower is not compiled; only open_clip's own vision transformer is",
    );
  if (Array.isArray(settings.get('layers'))) refuse(settings, 'layers', 'a ResNet is not compiled; only vision transformers are');
  for (const name of ['image_size', 'patch_size'])
    if (Array.isArray(settings.get(name))) refuse(settings, name, 'one number is expected: only square pictures and patches are compiled');
  if (settings.has('attentional_pool') && settings.get('attentional_pool') !== false)
    refuse(settings, 'attentional_pool', 'a pooling with queries of its own is not compiled');
  if (settings.text('pool_type', 'tok') !== 'tok') refuse(settings, 'pool_type', 'only pooling by the class token ("tok") is compiled');
  // Names that older versions gave these.
  if (settings.flag('global_average_pool', false)) refuse(settings, 'global_average_pool', 'only pooling by the class token is compiled');
  if (settings.flag('input_patchnorm', false)) refuse(settings, 'input_patchnorm', 'a norm before the patch embedding is not compiled');
  checkBlocks(settings);
}

/** @throws CheckpointError naming the setting of a text tower that is not compiled */
export function checkText(settings: Settings): void {
  if (settings.has('hf_model_name')) refuse(settings, 'hf_model_name', "only open_clip's own text transformer is compiled");
  if (settings.flag('embed_cls', false)) refuse(settings, 'embed_cls', "CoCa's text tower with a class token is not compiled");
  const projection = settings.text('proj_type', 'linear');
  if (projection !== 'linear' && projection !== 'none') refuse(settings, 'proj_type', '"linear" or "none" is expected');
  checkBlocks(settings);
}

/** QuickGELU where the model has it, else GELU with erf or (`act_kwargs.approximate` tanh) by tanh. @throws CheckpointError */
export function readActivation(settings: Settings, quickGelu: boolean): Activation {
  if (quickGelu) {
    if (settings.has('act_kwargs')) refuse(settings, 'act_kwargs', 'QuickGELU has none');
    return 'quick_gelu';
  }
  const options = settings.section('act_kwargs');
  const approximate = options.text('approximate', 'none');
  if (approximate === 'none') return 'gelu';
  if (approximate !== 'tanh') refuse(options, 'approximate', '"none" or "tanh" is expected');
  return 'gelu_tanh';
}

/**
 * How texts are cleaned, as open_clip does it: with its own tokenizer (OpenAI's), or with a tokenizer beside the weights.
 * @throws CheckpointError when the tokenizer needs what is not offered
 */
export function readCleaning(settings: Settings): TextCleaning {
  const options = settings.section('tokenizer_kwargs');
  const clean = options.text('clean', settings.has('hf_tokenizer_name') ? 'whitespace' : 'lower');
  for (const name of ['strip_sep_token', 'language', 'reduction_mask'])
    if (options.has(name) && options.get(name) !== false && options.get(name) !== '') refuse(options, name, 'is not offered');
  if (settings.has('tokenizer_mode')) refuse(settings, 'tokenizer_mode', 'is not offered');
  if (clean === 'canonicalize') return 'siglip';
  if (settings.size('vocab_size', CLIP_VOCABULARY) === CLIP_VOCABULARY) return 'openai';
  return refuse(
    settings,
    settings.has('hf_tokenizer_name') ? 'hf_tokenizer_name' : 'vocab_size',
    "only OpenAI's and SigLIP's tokenizers are offered",
  );
}

/** @throws CheckpointError for a pooling that is not compiled */
export function readTextPooling(settings: Settings): TextRecipe['pooling'] {
  switch (settings.text('pool_type', 'argmax')) {
    case 'argmax':
      return { at: 'highest' };
    case 'eos':
      return { at: 'first', id: settings.id('eos_id', 2), setting: `${settings.place} eos_id` };
    case 'last':
      return { at: 'last' };
    case 'first':
      // The token that begins every text: known for OpenAI's vocabulary alone.
      if (settings.size('vocab_size', CLIP_VOCABULARY) === CLIP_VOCABULARY)
        return { at: 'first', id: CLIP_VOCABULARY - 2, setting: `${settings.place} pool_type` };
  }
  return refuse(settings, 'pool_type', '"argmax", "eos", "last" or, with OpenAI\'s vocabulary, "first" is expected');
}

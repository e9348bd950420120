import { CheckpointError } from '../checkpoint-error.js';
import type { Recipe } from '../recipe.js';
import { canonicalNormalizers } from './canonical-text.js';
import { readClipVocabulary } from './clip-vocabulary.js';
import { findSpecialTokens, templateOf, type SpecialTokens } from './special-tokens.js';
import { addsSpecialTokens, checkSupported, stepsOf } from './supported.js';
import { list, object, TokenizerFiles, type Json } from './tokenizer-files.js';

const SENTENCE_PIECE = ['tokenizer.model', 'spiece.model', 'sentencepiece.bpe.model'];

function missing(files: TokenizerFiles): CheckpointError {
  const model = files.first(...SENTENCE_PIECE);
  if (model !== undefined)
    return new CheckpointError(
      model,
      'is a SentencePiece model, which is not read; put a tokenizer.json of the same model beside it: what transformers writes with ' +
        'AutoTokenizer.from_pretrained(folder, use_fast=True).save_pretrained(folder), or that of a repository which has one',
    );
  return new CheckpointError(
    'tokenizer.json',
    'is missing, and so are vocab.json and merges.txt; put the tokenizer.json of the vocabulary that the checkpoint was trained with into its ' +
      "folder (for CLIP's 49408 tokens, with open_clip as well, that of openai/clip-vit-base-patch32)",
  );
}

async function read(files: TokenizerFiles): Promise<Json> {
  if (files.first('tokenizer.json') !== undefined) return files.json('tokenizer.json');
  if (files.first('vocab.json') !== undefined && files.first('merges.txt') !== undefined) return readClipVocabulary(files);
  throw missing(files);
}

/** Files of early versions leave the model's kind out. */
function withKind(value: unknown): Json {
  const model = object(value);
  if (typeof model['type'] === 'string') return model;
  const type = 'merges' in model ? 'BPE' : Array.isArray(model['vocab']) ? 'Unigram' : 'WordPiece';
  return { type, ...model };
}

/** Special tokens stand for themselves where a text spells them out. */
function withAdded(added: readonly unknown[], { start, end }: SpecialTokens): unknown[] {
  const known = new Set(added.map((token) => object(token)['content']));
  const fresh = [start, end].filter((token) => token !== null && !known.has(token.content));
  const plain = { single_word: false, lstrip: false, rstrip: false, normalized: false, special: true };
  return [...added, ...fresh.map((token) => ({ ...token, ...plain }))];
}

/** Settings of open_clip that turn tokens into others after the tokenizer. */
function refuseRewriting(openClipConfig: Json): void {
  const text = object(object(openClipConfig['model_cfg'])['text_cfg']);
  const place = 'open_clip_config.json model_cfg text_cfg';
  if (object(text['tokenizer_kwargs'])['strip_sep_token'] === true)
    throw new CheckpointError(`${place} tokenizer_kwargs strip_sep_token`, 'is not supported');
  if (typeof text['tokenizer_mode'] === 'string' && text['tokenizer_mode'] !== '')
    throw new CheckpointError(`${place} tokenizer_mode`, `${text['tokenizer_mode']} is not supported`);
}

/**
 * One tokenizer.json for a pack, from what the checkpoint's folder has: its tokenizer.json, or vocab.json and merges.txt (CLIP's byte-level BPE).
 * Texts come cleaned as `recipe.cleaning` says. The result puts the family's special tokens around a text (CLIP: start and end; SigLIP: the end
 * alone), and neither pads nor cuts: who runs it does that. A `Precompiled` normaliser (SentencePiece's) is run by the library as NFKC.
 *
 * @param folder of the checkpoint; read are tokenizer.json, vocab.json, merges.txt, tokenizer_config.json, special_tokens_map.json and
 *   open_clip_config.json
 * @throws CheckpointError when a file is missing or of no use; it names the file, and what to put there
 */
export async function prepareTokenizer(folder: string, recipe: Pick<Recipe, 'cleaning'>): Promise<{ readonly json: object }> {
  const files = await TokenizerFiles.open(folder);
  const [config, map, openClip] = [
    await files.json('tokenizer_config.json'),
    await files.json('special_tokens_map.json'),
    await files.json('open_clip_config.json'),
  ];
  refuseRewriting(openClip);
  const found = await read(files);
  const tokenizer: Json = { ...found, model: withKind(found['model']) };
  checkSupported(tokenizer);
  const isSiglip = recipe.cleaning === 'siglip';
  const keep = !isSiglip && addsSpecialTokens(tokenizer);
  const special = keep ? null : findSpecialTokens(tokenizer, [config, map], !isSiglip);
  const added = list(tokenizer['added_tokens']);
  const canonical = canonicalNormalizers(config, openClip);
  const normalizer =
    canonical.length === 0
      ? tokenizer['normalizer']
      : { type: 'Sequence', normalizers: [...canonical, ...stepsOf(tokenizer['normalizer'])] };
  return {
    json: {
      ...tokenizer,
      truncation: null,
      padding: null,
      added_tokens: special === null ? added : withAdded(added, special),
      normalizer: normalizer ?? null,
      pre_tokenizer: tokenizer['pre_tokenizer'] ?? null,
      post_processor: special === null ? tokenizer['post_processor'] : templateOf(special),
      decoder: tokenizer['decoder'] ?? null,
    },
  };
}

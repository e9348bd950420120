import { CheckpointError } from '../checkpoint-error.js';
import type { Recipe } from '../recipe.js';
import { withAddedTokens } from './added-tokens.js';
import { canonicalNormalizers } from './canonical-text.js';
import { readClipVocabulary } from './clip-vocabulary.js';
import { frameOf, type Frame } from './frame.js';
import { findSpecialTokens, templateOf, type SpecialTokens } from './special-tokens.js';
import { addsSpecialTokens, checkSupported, stepsOf } from './supported.js';
import { list, object, TokenizerFiles, type Json } from './tokenizer-files.js';
import { contentOf } from './vocabulary.js';

const SENTENCE_PIECE = ['tokenizer.model', 'spiece.model', 'sentencepiece.bpe.model'];

function missing(files: TokenizerFiles): CheckpointError {
  const model = files.first(...SENTENCE_PIECE);
  if (model !== undefined)
    return new CheckpointError(
      model,
      'is a SentencePiece model, which is not read; put a tokenizer.json of the same model beside it: what transformers writes with ' +
        'AutoTokenizer.from_pretrained(folder, use_fast=True).save_pretrained(folder), or that of a repository which has one',
    );
  const gone = ['vocab.json', 'merges.txt'].filter((name) => files.first(name) === undefined);
  return new CheckpointError(
    'tokenizer.json',
    `is missing, and so ${gone.length === 1 ? 'is' : 'are'} ${gone.join(' and ')}; put the tokenizer.json of the vocabulary that the checkpoint was trained with into its ` +
      "folder (for CLIP's 49408 tokens, with open_clip as well, that of openai/clip-vit-base-patch32)",
  );
}

async function read(files: TokenizerFiles): Promise<{ readonly found: Json; readonly source: string }> {
  if (files.first('tokenizer.json') !== undefined) return { found: await files.json('tokenizer.json'), source: 'tokenizer.json' };
  if (files.first('vocab.json') !== undefined && files.first('merges.txt') !== undefined)
    return { found: await readClipVocabulary(files), source: 'vocab.json' };
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

/**
 * Texts come in lower case (`openai`), so that tokens which are looked for in the text as it is written could never be found with capitals in them.
 * Those around a text are named by their content and stay as they are.
 */
function asCleaned(added: readonly unknown[], frame: Frame): readonly unknown[] {
  const kept = new Set([...frame.before, ...frame.after].map(({ content }) => content));
  const taken = new Set(added.map(contentOf));
  return added.map((entry) => {
    const content = contentOf(entry);
    const lower = content?.toLowerCase() ?? null;
    return content === null || lower === null || kept.has(content) || taken.has(lower) ? entry : { ...object(entry), content: lower };
  });
}

/** @throws CheckpointError for a token that the tokenizer library would look for in another way than transformers does */
function checkFlags(added: readonly unknown[]): void {
  const bad = added.map(object).find((token) => token['single_word'] === true);
  if (bad !== undefined)
    throw new CheckpointError(
      'added tokens',
      `${JSON.stringify(bad['content'])} has single_word, by which it is found only where no letters touch it; this is not supported`,
    );
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

export interface PreparedTokenizer {
  readonly json: Json;
  /** The file that its vocabulary comes from. */
  readonly source: string;
}

/**
 * One tokenizer.json for a pack, from what the checkpoint's folder has: its tokenizer.json, or vocab.json and merges.txt (CLIP's byte-level BPE).
 * Texts come cleaned as `recipe.cleaning` says. The result puts the family's special tokens around a text (CLIP: start and end; SigLIP: the end
 * alone), and neither pads nor cuts: who runs it does that. A `Precompiled` normaliser (SentencePiece's) is run by the library as NFKC.
 *
 * @param folder of the checkpoint; read are tokenizer.json, vocab.json, merges.txt, tokenizer_config.json, special_tokens_map.json,
 *   added_tokens.json and open_clip_config.json
 * @throws CheckpointError when a file is missing or of no use; it names the file, and what to put there
 */
export async function prepareTokenizer(folder: string, recipe: Pick<Recipe, 'cleaning'>): Promise<PreparedTokenizer> {
  const files = await TokenizerFiles.open(folder);
  const [config, map, added, openClip] = [
    await files.json('tokenizer_config.json'),
    await files.json('special_tokens_map.json'),
    await files.json('added_tokens.json'),
    await files.json('open_clip_config.json'),
  ];
  refuseRewriting(openClip);
  const { found, source } = await read(files);
  const tokenizer = withAddedTokens({ ...found, model: withKind(found['model']) }, { config, map, added });
  checkSupported(tokenizer);
  const isSiglip = recipe.cleaning === 'siglip';
  const keep = !isSiglip && addsSpecialTokens(tokenizer);
  const special = keep ? null : findSpecialTokens(tokenizer, [config, map], !isSiglip);
  checkFlags(list(tokenizer['added_tokens']));
  const canonical = canonicalNormalizers(config, openClip);
  const normalizer =
    canonical.length === 0
      ? tokenizer['normalizer']
      : { type: 'Sequence', normalizers: [...canonical, ...stepsOf(tokenizer['normalizer'])] };
  const framed: Json = {
    ...tokenizer,
    truncation: null,
    padding: null,
    added_tokens: special === null ? list(tokenizer['added_tokens']) : withAdded(list(tokenizer['added_tokens']), special),
    normalizer: normalizer ?? null,
    pre_tokenizer: tokenizer['pre_tokenizer'] ?? null,
    post_processor: special === null ? tokenizer['post_processor'] : templateOf(special),
    decoder: tokenizer['decoder'] ?? null,
  };
  if (recipe.cleaning !== 'openai') return { json: framed, source };
  return { json: { ...framed, added_tokens: asCleaned(list(framed['added_tokens']), frameOf(framed)) }, source };
}

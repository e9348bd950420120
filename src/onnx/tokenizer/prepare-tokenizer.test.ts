import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Tokenizer } from '@huggingface/tokenizers';
import { describe, expect, it } from 'vitest';
import { prepareTokenizer } from './prepare-tokenizer.js';

const Library = Tokenizer as unknown as new (json: object, config: object) => { encode(text: string): { ids: number[] } };

const folderOf = (files: Readonly<Record<string, unknown>>): string => {
  const folder = mkdtempSync(join(tmpdir(), 'denseql-tokenizer-'));
  for (const [name, file] of Object.entries(files))
    writeFileSync(join(folder, name), typeof file === 'string' ? file : JSON.stringify(file));
  return folder;
};

type Prepared = Record<'post_processor' | 'normalizer' | 'padding' | 'truncation', unknown> & {
  added_tokens: { content: string; id: number }[];
};
const prepare = async (files: Readonly<Record<string, unknown>>, cleaning: 'openai' | 'siglip' = 'openai'): Promise<Prepared> =>
  (await prepareTokenizer(folderOf(files), { cleaning })).json as Prepared;
const encode = (json: object, text: string): number[] => new Library(json, {}).encode(text).ids;
const failure = (files: Readonly<Record<string, unknown>>, cleaning: 'openai' | 'siglip' = 'openai'): Promise<string> =>
  prepare(files, cleaning).then(
    () => 'nothing thrown',
    (error: unknown) => String(error),
  );

const vocab = {
  a: 0,
  c: 1,
  t: 2,
  '!': 3,
  'a</w>': 4,
  'c</w>': 5,
  't</w>': 6,
  '!</w>': 7,
  ca: 8,
  'cat</w>': 9,
  '<|startoftext|>': 10,
  '<|endoftext|>': 11,
};
const merges = ['c a', 'ca t</w>'];
const model = { type: 'BPE', unk_token: '<|endoftext|>', continuing_subword_prefix: '', end_of_word_suffix: '</w>', vocab, merges };
const bare = { added_tokens: [], normalizer: null, pre_tokenizer: { type: 'WhitespaceSplit' }, post_processor: null, decoder: null, model };
const roberta = { type: 'RobertaProcessing', sep: ['<|endoftext|>', 11], cls: ['<|startoftext|>', 10] };

describe('prepareTokenizer', () => {
  it('takes a tokenizer.json as it is, save padding and truncation', async () => {
    const given = { ...bare, post_processor: roberta, padding: { pad_id: 7, strategy: { Fixed: 77 } }, truncation: { max_length: 3 } };
    const json = await prepare({ 'tokenizer.json': given });
    expect(json).toEqual({ ...bare, post_processor: roberta, padding: null, truncation: null });
    expect(encode(json, 'a cat !')).toEqual([10, 4, 9, 7, 11]);
  });

  it('adds start and end where the file has no post-processor, or one for bytes alone', async () => {
    for (const post_processor of [null, { type: 'ByteLevel' }]) {
      const json = await prepare({ 'tokenizer.json': { ...bare, post_processor } });
      expect(encode(json, 'cat')).toEqual([10, 9, 11]);
      expect(json.added_tokens.map(({ content, id }) => [content, id])).toEqual([
        ['<|startoftext|>', 10],
        ['<|endoftext|>', 11],
      ]);
    }
  });

  it('runs files of early versions: no kind of model, no empty parts; and merges as pairs', async () => {
    const { type: _, ...untyped } = model;
    const early = { pre_tokenizer: bare.pre_tokenizer, model: { ...untyped, merges: merges.map((pair) => pair.split(' ')) } };
    expect(encode(await prepare({ 'tokenizer.json': early }), 'cat a')).toEqual([10, 9, 4, 11]);
  });

  it('makes one of vocab.json and merges.txt', async () => {
    const json = await prepare({ 'vocab.json': vocab, 'merges.txt': `#version: 0.2\n${merges.join('\n')}\n` });
    expect(encode(json, 'Cat  CAT!a')).toEqual([10, 9, 9, 7, 4, 11]);
    expect(encode(json, 'a<|endoftext|>')).toEqual([10, 4, 11, 11]);
  });

  it('names the special tokens that the settings name', async () => {
    const named = { ...vocab, '<s>': 12, '</s>': 13 };
    const settings = { bos_token: { content: '<s>', lstrip: false }, eos_token: '</s>' };
    for (const name of ['tokenizer_config.json', 'special_tokens_map.json'])
      expect(encode(await prepare({ 'tokenizer.json': { ...bare, model: { ...model, vocab: named } }, [name]: settings }), 'cat')).toEqual([
        12, 9, 13,
      ]);
  });

  it('puts the end token alone around texts of SigLIP, whatever the file says', async () => {
    const files = { 'tokenizer.json': { ...bare, post_processor: roberta }, 'tokenizer_config.json': { add_bos_token: true } };
    expect(encode(await prepare(files, 'siglip'), 'cat')).toEqual([9, 11]);
  });

  it('drops punctuation for SigLIP 1 and for open_clip’s canonicalize, and for nobody else', async () => {
    const file = { 'tokenizer.json': bare };
    const openClip = (clean: string) => ({
      ...file,
      'open_clip_config.json': { model_cfg: { text_cfg: { tokenizer_kwargs: { clean } } } },
    });
    const first = { ...file, 'tokenizer_config.json': { tokenizer_class: 'SiglipTokenizer' } };
    expect(encode(await prepare(first, 'siglip'), ' ca_t,  (a)! ')).toEqual([9, 4, 11]);
    expect(encode(await prepare(openClip('canonicalize'), 'siglip'), 'cat_a!')).toEqual([9, 4, 11]);
    expect(encode(await prepare(openClip('lower'), 'siglip'), 'cat !')).toEqual([9, 7, 11]);
    expect(
      encode(await prepare({ ...file, 'tokenizer_config.json': { tokenizer_class: 'GemmaTokenizerFast' } }, 'siglip'), 'cat !'),
    ).toEqual([9, 7, 11]);
  });

  it.each<[string, Readonly<Record<string, unknown>>, RegExp]>([
    ['no tokenizer at all', { 'open_clip_config.json': {} }, /tokenizer\.json: is missing.*openai\/clip-vit-base-patch32/],
    ['half of a vocabulary', { 'vocab.json': vocab }, /tokenizer\.json: is missing/],
    ['SentencePiece alone', { 'spiece.model': 'x' }, /spiece\.model: is a SentencePiece model.*tokenizer\.json/],
    ['Gemma’s SentencePiece alone', { 'tokenizer.model': 'x' }, /tokenizer\.model: is a SentencePiece model/],
    ['a pointer to a large file', { 'tokenizer.json': 'version https://git-lfs\n' }, /tokenizer\.json: is not JSON/],
    ['a list', { 'tokenizer.json': [] }, /tokenizer\.json: is no JSON object/],
    ['a strange step', { 'tokenizer.json': { ...bare, normalizer: { type: 'Nmt' } } }, /tokenizer\.json normalizer: Nmt is not supported/],
    ['a strange model', { 'tokenizer.json': { ...bare, model: { type: 'WordLevel' } } }, /tokenizer\.json model: WordLevel is not/],
    [
      'an end that is not there',
      { 'tokenizer.json': bare, 'tokenizer_config.json': { eos_token: '<x>' } },
      /eos_token: "<x>" is not in the vocab/,
    ],
    ['no end', { 'tokenizer.json': { ...bare, model: { ...model, vocab: { a: 0 } } } }, /bos_token: is missing/],
    ['another kind of vocabulary', { 'vocab.json': { a: 0 }, 'merges.txt': '' }, /vocab\.json: is not of CLIP's kind/],
    ['merges of another vocabulary', { 'vocab.json': vocab, 'merges.txt': 'x y\n' }, /merges\.txt: has a line .*"x y"/],
    [
      'tokens changed afterwards',
      { 'tokenizer.json': bare, 'open_clip_config.json': { model_cfg: { text_cfg: { tokenizer_kwargs: { strip_sep_token: true } } } } },
      /strip_sep_token: is not supported/,
    ],
  ])('refuses %s', async (_, files, message) => {
    expect(await failure(files)).toMatch(message);
  });

  it('refuses a folder that is none', async () => {
    await expect(prepareTokenizer(join(tmpdir(), 'denseql-no-such-folder'), { cleaning: 'openai' })).rejects.toThrow(
      /checkpoint: its folder/,
    );
  });
});

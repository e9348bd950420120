import { CheckpointError } from '../checkpoint-error.js';
import type { Json, TokenizerFiles } from './tokenizer-files.js';

/** Merges that transformers and open_clip read; the file that OpenAI published goes on with those of a larger vocabulary. */
const MERGES = 49152 - 256 - 2;

/** One merge a line, after a line with the version. */
function readMerges(text: string, vocabulary: Json): string[] {
  const lines = text.split(/\r?\n/).filter((line) => line !== '');
  const merges = lines.slice(lines[0]?.includes('#version') === true ? 1 : 0).slice(0, MERGES);
  const bad = merges.find((line) => line.split(' ').length !== 2 || !Object.hasOwn(vocabulary, line.replace(' ', '')));
  if (bad === undefined) return merges;
  throw new CheckpointError('merges.txt', `has a line that makes no token of vocab.json: ${JSON.stringify(bad.slice(0, 80))}`);
}

/**
 * A tokenizer.json from vocab.json and merges.txt: byte-level BPE with `</w>` at the end of words, as OpenAI's simple_tokenizer.py and
 * transformers' CLIPConverter have it. Special tokens and the post-processor come later.
 * @throws CheckpointError for files that hold something else
 */
export async function readClipVocabulary(files: TokenizerFiles): Promise<Json> {
  const vocab = await files.json('vocab.json');
  if (!Object.values(vocab).every((id) => Number.isSafeInteger(id))) throw new CheckpointError('vocab.json', 'is no map of tokens to ids');
  if (!Object.hasOwn(vocab, '!</w>'))
    throw new CheckpointError('vocab.json', 'is not of CLIP\'s kind: no tokens end in "</w>"; a tokenizer.json would tell how to use it');
  const merges = readMerges(await files.text('merges.txt'), vocab);
  return {
    version: '1.0',
    added_tokens: [],
    normalizer: {
      type: 'Sequence',
      normalizers: [{ type: 'NFC' }, { type: 'Replace', pattern: { Regex: '\\s+' }, content: ' ' }, { type: 'Lowercase' }],
    },
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [
        {
          type: 'Split',
          pattern: { Regex: "'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+" },
          behavior: 'Removed',
          invert: true,
        },
        { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true },
      ],
    },
    post_processor: null,
    decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: '<|endoftext|>',
      continuing_subword_prefix: '',
      end_of_word_suffix: '</w>',
      fuse_unk: false,
      vocab,
      merges,
    },
  };
}

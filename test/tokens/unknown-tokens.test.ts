import { join } from 'node:path';
import { expect, it } from 'vitest';
import { TokenBatches } from '../../src/core/encoder/process/child/token-batches.js';
import { CLIP, folderOf, openPrepared } from './tokens-of.js';

const options = { contextLength: 64, cleaning: 'none', padId: 0 } as const;
const counts = (batches: TokenBatches, ...texts: string[]): [number, number][] =>
  batches.batch(texts, null).counts.map(({ known, unknown }) => [known, unknown]);
const open = async (json: object): Promise<TokenBatches> =>
  TokenBatches.open(join(await folderOf({ 'tokenizer.json': JSON.stringify(json) }), 'tokenizer.json'), options);

const plain = { version: '1.0', added_tokens: [], normalizer: null, post_processor: null, decoder: null };

it('are counted of words (WordPiece), beside the tokens around them', async () => {
  const batches = await TokenBatches.open('models/pocket/tokenizer.json', options);
  expect(counts(batches, 'cat', 'ꦲ', 'cat ꦲ', 'a photo of a 🐱', '')).toEqual([
    [1, 0],
    [0, 1],
    [1, 1],
    [4, 1],
    [0, 0],
  ]);
});

it('are counted of pieces (Unigram), neighbours as one', async () => {
  const vocab = [
    ['<unk>', 0],
    ['▁cat', -1],
    ['▁', -2],
    ['s', -3],
  ];
  const metaspace = { type: 'Metaspace', replacement: '▁', prepend_scheme: 'always', split: true };
  const batches = await open({ ...plain, pre_tokenizer: metaspace, model: { type: 'Unigram', unk_id: 0, vocab } });
  expect(counts(batches, 'cat', 'cats', '猫犬', 'cat 猫')).toEqual([
    [1, 0],
    [2, 0],
    [1, 1],
    [2, 1],
  ]);
});

it('are none where every byte has a token: CLIP, and pieces that fall back to bytes', async () => {
  const clip = await openPrepared(CLIP, { ...options, cleaning: 'openai', padId: 49407 });
  const siglip = await openPrepared('test/fixtures/checkpoints/siglip2-tiny', { ...options, cleaning: 'siglip' });
  for (const batches of [clip, siglip])
    for (const [known, unknown] of counts(batches, 'cat', '猫', '🐱', 'cat 猫')) expect([known > 0, unknown]).toEqual([true, 0]);
});

it('are left out by a tokenizer that has no token for them: what is left is known', async () => {
  const batches = await open({
    ...plain,
    pre_tokenizer: { type: 'Whitespace' },
    model: { type: 'BPE', vocab: { c: 0, a: 1, ca: 2 }, merges: ['c a'] },
  });
  expect(counts(batches, 'ca', '猫', 'ca 猫')).toEqual([
    [1, 0],
    [0, 0],
    [1, 0],
  ]);
});

import { describe, expect, it } from 'vitest';
import { fitTokens } from './fit-tokens.js';

const vocab = { a: 0, b: 1, '<s>': 4, '</s>': 5 };
const post_processor = { type: 'RobertaProcessing', cls: ['<s>', 4], sep: ['</s>', 5] };
const tokenizer = (more: object = {}) => ({
  source: 'vocab.json',
  json: { model: { type: 'BPE', vocab }, added_tokens: [], post_processor, ...more },
});
const text = (pooling: Parameters<typeof fitTokens>[1]['pooling'], padId = 0) => ({
  pooling,
  padId,
  tokenEmbedding: { name: 'embedding' },
});
const highest = text({ at: 'highest' });
const first = (id: number) => text({ at: 'first', id, setting: 'config.json eos_token_id' });

describe('a tokenizer and an embedding', () => {
  it('fit where every id has a row, holes and rows without a token included', () => {
    expect(fitTokens(tokenizer(), highest, 6)).toEqual({ padId: 0, notes: [] });
    expect(fitTokens(tokenizer(), first(5), 64)).toEqual({ padId: 0, notes: [] });
  });

  it('are refused with both numbers where a token has no row', () => {
    expect(() => fitTokens(tokenizer(), highest, 5)).toThrow(
      /^vocab\.json: its ids go up to 5 \("<\/s>"\), for which 6 rows .* embedding has 5/,
    );
    const added = tokenizer({ added_tokens: [{ id: 9, content: '<new>' }] });
    expect(() => fitTokens(added, highest, 6)).toThrow(/up to 9 \("<new>"\).* 10 rows .* has 6/);
  });

  it('are refused where the token that stands for a text is in none', () => {
    expect(() => fitTokens(tokenizer(), first(1), 6)).toThrow(
      /^config\.json eos_token_id: is 1, a token that the tokenizer puts at the end of no text; texts end with 5 \("<\/s>"\)/,
    );
    expect(() => fitTokens(tokenizer(), first(49407), 6)).toThrow(/is 49407, .* nowhere, nor has the embedding a row for it \(6 rows\)/);
    expect(fitTokens(tokenizer(), first(4), 6).notes).toEqual([]);
  });

  it('say so where a token is above the end, whose place stands for a text, and never fill up with one', () => {
    const added = tokenizer({ added_tokens: [{ id: 6, content: '<pad>' }] });
    const { padId, notes } = fitTokens(added, text({ at: 'highest' }, 6), 7);
    expect(padId).toBe(5);
    expect(notes).toEqual([expect.stringMatching(/1 token is above the end token 5, e\.g\. "<pad>" \(6\)/)]);
    expect(fitTokens(added, text({ at: 'last' }, 6), 7)).toEqual({ padId: 6, notes: [] });
  });

  it.each([
    [
      'a token that is not there',
      { ...post_processor, sep: ['<end>', 5] },
      /post_processor: puts "<end>" beside a text, which is not in the vocabulary/,
    ],
    ['a token by another id', { ...post_processor, sep: ['</s>', 2] }, /post_processor: gives "<\/s>" the id 2, the vocabulary gives it 5/],
  ])('are refused where the tokenizer puts %s', (_, processor, message) => {
    expect(() => fitTokens(tokenizer({ post_processor: processor }), highest, 6)).toThrow(message);
  });

  it('are refused where an id is no number', () => {
    expect(() => fitTokens(tokenizer({ model: { type: 'BPE', vocab: { a: -1 } } }), highest, 6)).toThrow(/its token "a" has the id -1/);
  });
});

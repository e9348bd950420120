import { describe, expect, it } from 'vitest';
import { withAddedTokens } from './added-tokens.js';

const tokenizer = { model: { type: 'BPE', vocab: { a: 0, b: 1, '</s>': 2 } }, added_tokens: [{ id: 3, content: '<own>' }] };
const settings = (files: { config?: object; map?: object; added?: object }) =>
  ({ config: {}, map: {}, added: {}, ...files }) as Parameters<typeof withAddedTokens>[1];
const decoder = (id: string, content: unknown) => settings({ config: { added_tokens_decoder: { [id]: { content } } } });
const contents = (files: Parameters<typeof settings>[0]): unknown[] => {
  const added = withAddedTokens(tokenizer, settings(files))['added_tokens'] as { id: number; content: string; special?: boolean }[];
  return added.slice(1).map(({ id, content, special }) => [id, content, special]);
};

describe('tokens that are added to a tokenizer.json', () => {
  it('are none where no file names any, or it has them', () => {
    expect(withAddedTokens(tokenizer, settings({}))).toBe(tokenizer);
    expect(withAddedTokens(tokenizer, decoder('3', '<own>'))).toBe(tokenizer);
  });

  it('come from the settings alone where they list any', () => {
    expect(contents({ config: { added_tokens_decoder: { '4': { content: '<new>' } } }, added: { '<old>': 5 } })).toEqual([
      [4, '<new>', false],
    ]);
    expect(contents({ added: { '<old>': 5 } })).toEqual([[5, '<old>', false]]);
  });

  it('are special where a role is theirs; only additional ones may be new', () => {
    expect(contents({ map: { eos_token: '</s>', pad_token: '<pad>', additional_special_tokens: ['<x>', { content: '<y>' }] } })).toEqual([
      [2, '</s>', true],
      [4, '<x>', true],
      [5, '<y>', true],
    ]);
  });

  it.each([
    ['an id that is another’s', decoder('1', '<new>'), /"<new>" has the id 1, which is that of "b"/],
    ['another id than in the tokenizer', decoder('7', '<own>'), /"<own>" has the id 7, but 3 in the tokenizer itself/],
    ['an id that is none', decoder('x', '<new>'), /"<new>" has the id "x", a whole number/],
    ['no text', decoder('4', 7), /added_tokens_decoder: its token 4 has no content/],
    ['no id beside holes', settings({ added: { '<far>': 9 }, map: { additional_special_tokens: ['<x>'] } }), /"<x>" has no id, .* holes/],
  ])('are refused with %s', (_, files, message) => {
    expect(() => withAddedTokens(tokenizer, files)).toThrow(message);
  });
});

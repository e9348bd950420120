import { describe, expect, it } from 'vitest';
import { didYouMean, nearest } from './did-you-mean.js';

describe('didYouMean', () => {
  const known = ['pocket', 'openai-b32', 'openai-b16'];

  it('names what comes nearest, whatever the case', () => {
    expect(didYouMean('pockte', known)).toBe(' Did you mean pocket?');
    expect(didYouMean('OpenAI-B61', known)).toBe(' Did you mean openai-b16?');
    expect(didYouMean('POCKET', known)).toBe(' Did you mean pocket?');
  });

  it('knows two letters of a short name that have changed places', () => {
    expect(didYouMean('cta', ['cat', 'raccoon'])).toBe(' Did you mean cat?');
    expect(didYouMean('cow', ['cat', 'raccoon'])).toBe('');
  });

  it('says nothing where nothing comes near', () => {
    expect(didYouMean('siglip', known)).toBe('');
    expect(didYouMean('', known)).toBe('');
    expect(didYouMean('cat', [])).toBe('');
  });
});

it('takes no time over what is far too long to be meant', () => {
  expect(nearest('x'.repeat(20_000_000), ['cat', 'dog'])).toBeNull();
});

import { describe, expect, it } from 'vitest';
import { checkRepositoryName, parseRepository } from './names.js';
import { retryAfter } from './retrying.js';

describe('parseRepository', () => {
  it('takes name and revision apart', () => {
    expect(parseRepository('openai/clip-vit-base-patch16')).toEqual({ repository: 'openai/clip-vit-base-patch16', revision: 'main' });
    expect(parseRepository('gpt2@refs/pr/3')).toEqual({ repository: 'gpt2', revision: 'refs/pr/3' });
    expect(parseRepository('a/b@v1.0').revision).toBe('v1.0');
  });

  it.each([
    '',
    'a/b/c',
    '../b',
    'a/..',
    'a//b',
    '/a',
    'a/',
    'a/b.git',
    'a--b/c',
    'a\\b',
    'a/b\u0000',
    'a/.b',
    'https://x/y',
    'ä/b',
    'a'.repeat(97),
  ])('refuses the name %j', (name) => expect(() => parseRepository(name)).toThrow(/^repository: /));

  it.each(['', '../x', 'a/../../b', '/etc', 'a//b', '-x', 'a b', 'a\\b', 'x.lock', 'a\n', 'a@{1}'])('refuses the revision %j', (revision) =>
    expect(() => checkRepositoryName({ repository: 'a/b', revision })).toThrow(/^revision: /),
  );
});

describe('retryAfter', () => {
  const now = Date.parse('2024-01-01T00:00:00Z');
  it.each([
    [{ 'retry-after': '3' }, 3000],
    [{ 'retry-after': 'Mon, 01 Jan 2024 00:00:10 GMT' }, 10_000],
    [{ 'retry-after': 'Sun, 31 Dec 2023 00:00:00 GMT' }, 0],
    [{ 'retry-after': '999999' }, 600_000],
    [{ ratelimit: '"api";r=0;t=55' }, 55_000],
    [{}, null],
    [{ 'retry-after': 'soon' }, null],
  ])('reads %j', (headers, expected) => expect(retryAfter(new Headers(headers as Record<string, string>), now)).toBe(expected));
});

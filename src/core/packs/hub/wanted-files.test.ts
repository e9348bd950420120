import { expect, it } from 'vitest';
import type { HubFile } from './listing.js';
import { smallFiles } from './wanted-files.js';

const files = new Map(
  [
    'README.md',
    'added_tokens.json',
    'config.json',
    'merges.txt',
    'modeling.py',
    'open_clip_config.json',
    'special_tokens_map.json',
    'vocab.json',
  ].map((name) => [name, { name, bytes: 1, etag: '' } satisfies HubFile]),
);

it('every file that tells how texts become tokens is wanted, and nothing that can run', () => {
  const own = ['special_tokens_map.json', 'added_tokens.json', 'vocab.json', 'merges.txt'];
  expect(smallFiles(files, 'transformers').map(({ name }) => name)).toEqual(['config.json', ...own]);
  expect(smallFiles(files, 'open_clip').map(({ name }) => name)).toEqual(['open_clip_config.json', ...own]);
});

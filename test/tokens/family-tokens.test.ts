import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CLIP, folderOf, openPrepared } from './tokens-of.js';

const CHECKPOINTS = 'test/fixtures/checkpoints';
const clipFiles = { 'tokenizer.json': { from: CLIP }, 'tokenizer_config.json': { from: CLIP }, 'special_tokens_map.json': { from: CLIP } };

/** Texts and the ids, filled up, that the family's own code gave them. */
const reference = (name: string): { text: string; ids: number[] }[] =>
  (JSON.parse(readFileSync(join(CHECKPOINTS, name, 'expected.json'), 'utf8')) as { texts: { text: string; ids: number[] }[] }).texts;

describe.each([
  ['siglip2-tiny', 'siglip', 64, 0],
  ['long-clip-tiny', 'openai', 248, 49407],
  ['open-clip-tiny', 'openai', 77, 0],
  ['open-clip-quickgelu-tiny', 'openai', 77, 0],
] as const)('%s', (name, cleaning, contextLength, padId) => {
  it('has the ids of the code it comes from', async () => {
    // Checkpoints without tokenizer files have CLIP's vocabulary.
    const folder = name === 'siglip2-tiny' ? join(CHECKPOINTS, name) : await folderOf(clipFiles);
    const batches = await openPrepared(folder, { contextLength, cleaning, padId });
    for (const { text, ids } of reference(name)) {
      expect(ids.length, text).toBe(contextLength);
      expect([...batches.batch([text], contextLength).ids].map(Number), text).toEqual(ids);
    }
  });
});

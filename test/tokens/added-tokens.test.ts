import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { folderOf, idsOf, openPrepared } from './tokens-of.js';

const FIXTURE = 'test/fixtures/added-tokens';
interface Case {
  readonly files: Readonly<Record<string, object>>;
  readonly ids: Readonly<Record<string, readonly number[]>>;
}
const cases = JSON.parse(readFileSync(`${FIXTURE}/cases.json`, 'utf8')) as Record<string, Case>;

describe('tokens added to vocab.json and merges.txt', () => {
  it.each(Object.entries(cases))('have the ids of CLIPTokenizerFast: %s', async (_, { files, ids }) => {
    const beside = Object.fromEntries(Object.entries(files).map(([name, content]) => [name, JSON.stringify(content)]));
    const folder = await folderOf({ 'vocab.json': { from: FIXTURE }, 'merges.txt': { from: FIXTURE }, ...beside });
    const batches = await openPrepared(folder, { contextLength: 64, cleaning: 'openai', padId: 0 });
    for (const [text, expected] of Object.entries(ids)) expect(idsOf(batches, text), text).toEqual(expected);
  });
});

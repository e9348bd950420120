import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import type { TokenBatches } from '../../src/core/encoder/process/child/token-batches.js';
import { CLIP, folderOf, idsOf, openPrepared } from './tokens-of.js';

const { cases } = JSON.parse(readFileSync('test/fixtures/clip/tokenizer-cases.json', 'utf8')) as {
  cases: { text: string; openai: number[] }[];
};
const options = { contextLength: 77, cleaning: 'openai', padId: 49407 } as const;
const START = 49406;
const END = 49407;

describe.each([
  ['tokenizer.json', ['tokenizer.json', 'tokenizer_config.json', 'special_tokens_map.json']],
  ['tokenizer.json alone', ['tokenizer.json']],
  ['vocab.json and merges.txt alone', ['vocab.json', 'merges.txt']],
])('CLIP tokens by %s', (_, names) => {
  let batches: TokenBatches;
  beforeAll(async () => {
    const folder = await folderOf(Object.fromEntries(names.map((name) => [name, { from: CLIP }])));
    batches = await openPrepared(folder, options);
  });

  // None is pardoned, a word-final sigma neither.
  it.each(cases.map(({ text, openai }) => [JSON.stringify(text).slice(0, 60), text, openai] as const))('%s', (_name, text, openai) => {
    expect(idsOf(batches, text)).toEqual(openai);
  });

  it("count what OpenAI's own code gives, and what it would give without cutting", () => {
    const { counts } = batches.batch(
      cases.map(({ text }) => text),
      null,
    );
    expect(counts.map(({ read }) => read)).toEqual(cases.map(({ openai }) => openai.length));
    for (const [index, { tokens, read }] of counts.entries())
      if (read < 77) expect(tokens, cases[index]!.text).toBe(read);
      else expect(tokens, cases[index]!.text).toBeGreaterThan(77);
    expect(batches.batch(['cat '.repeat(200), 'cat'], null).counts).toEqual([
      { tokens: 202, read: 77, known: 200, unknown: 0 },
      { tokens: 3, read: 3, known: 1, unknown: 0 },
    ]);
  });

  it('keeps start and end on a text of any length, and never holds more than the context', () => {
    for (let words = 0; words < 200; words += 7) {
      const ids = idsOf(batches, `a photo of ${'cat '.repeat(words)}`);
      expect(ids.length).toBe(Math.min(77, words + 5));
      expect([ids[0], ids.at(-1), ids.indexOf(END)]).toEqual([START, END, ids.length - 1]);
    }
  });

  it('takes lone surrogates, controls, emoji and text from right to left', () => {
    for (const text of ['\ud83d', 'a\udc00b', '\u0000\u0007\u001b[0m', '👨‍👩‍👧‍👦🇫🇷', 'שלום عالم', '\ufeff', '\u202eabc', 'x'.repeat(10_000)]) {
      const ids = idsOf(batches, text);
      expect([ids[0], ids.at(-1)]).toEqual([START, END]);
      expect(ids.every((id) => Number.isInteger(id) && id >= 0 && id <= END)).toBe(true);
    }
  });
});

describe('token batches of CLIP', () => {
  it('fill up to one of few lengths with the pad id, up to the context', async () => {
    const batches = await openPrepared(CLIP, { ...options, padId: 0 });
    const lengths = [1, 5, 6, 13, 29, 60, 70, 100].map((words) => batches.batch(['cat '.repeat(words)], null).length);
    expect(lengths).toEqual([8, 8, 8, 16, 32, 64, 77, 77]);
    const { ids, mask, length } = batches.batch(['a cat', 'the cat in the hat'], null);
    expect(length).toBe(8);
    expect([...ids].map(Number)).toEqual([START, 320, 2368, END, 0, 0, 0, 0, START, 518, 2368, 530, 518, 3801, END, 0]);
    expect([...mask].map(Number)).toEqual([1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 0]);
  });

  it('obey a graph of fixed length, longer or shorter than the text', async () => {
    const batches = await openPrepared(CLIP, options);
    expect(batches.batch(['cat'], 77).length).toBe(77);
    const { ids, length, counts } = batches.batch(['cat '.repeat(30), 'dog'], 8);
    expect(length).toBe(8);
    expect(counts).toEqual([
      { tokens: 32, read: 8, known: 30, unknown: 0 },
      { tokens: 3, read: 3, known: 1, unknown: 0 },
    ]);
    expect([...ids].map(Number)).toEqual([START, 2368, 2368, 2368, 2368, 2368, 2368, END, START, 1929, END, END, END, END, END, END]);
  });
});

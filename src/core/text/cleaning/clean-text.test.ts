import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { cleanText } from './clean-text.js';

/** Texts beside what OpenAI's own code, with ftfy, makes of them (test/fixtures/texts/make.py). */
const cleaned = JSON.parse(readFileSync('test/fixtures/texts/cleaned.json', 'utf8')) as [string, string][];

/** Any characters at all, lone surrogates included: a linear congruential generator, the same every time. */
function* hostile(count: number): Generator<string> {
  let state = 7;
  const next = (below: number): number => (state = (state * 1103515245 + 12345) % 2147483648) % below;
  for (let index = 0; index < count; index += 1)
    yield String.fromCharCode(...Array.from({ length: next(24) }, () => (next(3) === 0 ? next(0x10000) : next(0x180))));
}

describe('cleanText, openai', () => {
  it('cleans as OpenAI’s code does: plain prompts, mojibake of ten encodings, HTML escapes, odd characters', () => {
    expect(cleaned.length).toBeGreaterThan(1000);
    expect(cleaned.map(([text]) => [text, cleanText(text, 'openai')])).toEqual(cleaned);
  });

  it.each([
    ['it’s a “quoted” word', 'it\'s a "quoted" word'],
    ['ﬁne ＦＵＬＬ width', 'fine full width'],
    ['schÃ¶n', 'schön'],
    ['fish &amp;amp; chips', 'fish & chips'],
    ['ΟΔΟΣ ΣΟΦΟΣ', 'οδος σοφος'],
    ['\ufeffa\u0000 cat\u2028 here ', 'a cat here'],
    ['\ud83d lone', '\ufffd lone'],
  ])('%j becomes %j', (text, clean) => {
    expect(cleanText(text, 'openai')).toBe(clean);
  });

  it('changes nothing that is clean', () => {
    // Escapes are undone two layers at a time. Lower case can look like mojibake, to OpenAI's code as well: of these, one text does.
    const once = cleaned.filter(([text]) => !text.includes('&')).map(([text]) => cleanText(text, 'openai'));
    expect(once.filter((text) => text !== cleanText(text, 'openai')).length).toBeLessThanOrEqual(1);
    const plain = once.filter((text) => /^[\x20-\x7e]*$/.test(text));
    expect(plain.map((text) => cleanText(text, 'openai'))).toEqual(plain);
  });

  it('takes whatever comes', () => {
    for (const text of hostile(500)) {
      const clean = cleanText(text, 'openai');
      expect(clean).not.toMatch(/\p{Cs}/u);
      expect(clean).toBe(clean.trim());
    }
  });

  it('takes ten thousand characters of anything', () => {
    for (const piece of ['a', 'Ã¶', 'â€œ', 'ÃƒÂ', '&amp;', '😀', 'שלום ', '\ud800', '\u0007', 'Ã '])
      expect(typeof cleanText(piece.repeat(10_000 / piece.length), 'openai')).toBe('string');
  });
});

describe('cleanText, other families', () => {
  it('leaves a text alone, or lower-cases it for SigLIP', () => {
    expect(cleanText(' A “Cat”, &amp; ', 'none')).toBe(' A “Cat”, &amp; ');
    expect(cleanText(' A “Cat”, &amp; ', 'siglip')).toBe(' a “cat”, &amp; ');
  });
});

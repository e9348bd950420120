import { describe, expect, it } from 'vitest';
import { queryProblem } from './query-text.js';

const problemOf = (query: string): string | undefined => queryProblem(query, { MAX_TOKENS: 4000 })?.message;

describe('the names of a query', () => {
  it.each([
    ['a text', `{ a(b: "${'x'.repeat(300)}") }`],
    ['a text with quotes', `{ a(b: "\\"${'x'.repeat(300)}\\"") }`],
    ['a text that says one name often', `{ a(b: "${'x '.repeat(500)}") }`],
    ['a block of text', `{ a(b: """ "${'x'.repeat(300)} \\""" ${'y'.repeat(300)} """) }`],
    ['a comment', `# ${'x'.repeat(300)} "\n{ a }`],
  ])('are none of %s', (_name, query) => {
    expect(problemOf(query)).toBeUndefined();
  });

  it.each([
    ['behind a text', `{ a(b: "\\\\") ${'x'.repeat(257)} }`],
    ['behind a block of text', `{ a(b: """ \\""" " """) ${'x'.repeat(257)} }`],
    ['behind a comment', `# "\n{ ${'x'.repeat(257)} }`],
    ['of a variable', `query ($${'x'.repeat(257)}: Int) { a }`],
  ])('have at most 256 characters %s', (_name, query) => {
    expect(problemOf(query)).toBe('query: a name in it has more than 256 characters.');
  });

  it('are looked at no further than to one token too many', () => {
    const query = `{ ${Array.from({ length: 1_000_000 }, (_, i) => `n${i.toString(36)}`).join(' ')} ${'x'.repeat(257)} }`;
    const start = performance.now();
    expect(problemOf(query)).toBeUndefined();
    // To look at all took a second.
    expect(performance.now() - start).toBeLessThan(400);
  });

  it('are looked at no further than to the first mistake', () => {
    expect(problemOf(`{ a(b: "no end) { ${'x'.repeat(257)} }`)).toBeUndefined();
  });
});

describe('what is in texts', () => {
  it('is read, however many quotes it has', () => {
    expect(problemOf(`{ a(b: "${'\\"'.repeat(90_000)}") }`)).toBeUndefined();
  });

  it.each([
    ['quotes', `{ a(b: "${'\\"'.repeat(3_900_000)}") }`],
    ['characters by number', `{ a(b: "${'\\u0041'.repeat(1_300_000)}") }`],
    ['ends of blocks', `{ a(b: """${'\\"""'.repeat(1_900_000)}""") }`],
  ])('is refused where it has millions of %s', (_name, query) => {
    expect(problemOf(query)).toBe('query: it has more than 100000 backslashes. Send texts in variables.');
  });
});

import { describe, expect, it } from 'vitest';
import { distinctReferences } from './references.js';

const items = (...contents: string[]) => contents.map((content) => ({ content }));

describe('distinctReferences', () => {
  it('keeps the first of equal ones and leaves out the picture itself, and says so', () => {
    const { list, notices } = distinctReferences(items('a', 'b', 'a', 'me'), 'me', 'normal');
    expect(list).toEqual(items('a', 'b'));
    expect(notices.map(({ code, field }) => [code, field])).toEqual([
      ['PICTURES_ALIKE', 'normal[2]'],
      ['PICTURE_AMONG_REFERENCES', 'normal[3]'],
    ]);
  });

  it('refuses where nothing is left', () => {
    expect(() => distinctReferences(items('me', 'me'), 'me', 'normal')).toThrow(/^normal:/);
  });
});

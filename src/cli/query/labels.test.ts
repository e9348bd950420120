import { describe, expect, it } from 'vitest';
import { splitLabels } from './labels.js';

describe('splitLabels', () => {
  it.each([
    ['cat, sofa', ['cat', 'sofa']],
    ['"cat, sitting", sofa', ['cat, sitting', 'sofa']],
    ['sofa,"cat, sitting"', ['sofa', 'cat, sitting']],
    [' , a ,, b,', ['a', 'b']],
    ['""', []],
    ['', []],
  ])('%s', (text, labels) => {
    expect(splitLabels('--segment', text)).toEqual(labels);
  });

  it.each(['"cat, sitting', 'a "b" c', '"a" b'])('refuses %s, and names the way out', (text) => {
    expect(() => splitLabels('--segment', text)).toThrow(/^--segment: a double quote .* --label 'a, b' --label c$/);
  });
});

import { describe, expect, it } from 'vitest';
import { binPrompt, statePrompts } from './bin-prompts.js';
import { clipEbcHead, type Bin, type Head } from './head.js';
import { plural } from './plural.js';

const head = clipEbcHead.manifest.parse({
  graph: 'h.onnx',
  inputs: ['dense'],
  blocks: [{ size: 1, name: 'b' }],
  bins: [[0, 0]],
  anchors: [0],
});
const { templates } = head as Head;
const says = (bin: Bin, of = 'person') => binPrompt(bin, of, templates);

describe('prompts of bins', () => {
  it('are CLIP-EBC’s for people', () => {
    // The published wording, by words.
    expect(says([0, 0])).toBe('There is no person.');
    expect(says([1, 1])).toBe('There is one person.');
    expect(says([3, 3])).toBe('There are three people.');
    expect(says([4, null])).toBe('There are more than four people.');
    expect(says([5, 7])).toBe('There are between five and seven people.');
    expect(says([25, 25])).toBe('There are 25 people.');
    expect(statePrompts('person', templates)).toEqual(['There is no person.', 'There is at least one person.']);
  });

  it('take any label literally', () => {
    expect(says([2, 2], '$& {n}')).toBe('There are two $& {n}s.');
    expect(says([0, 0], '{n}')).toBe('There is no {n}.');
  });

  it.each([
    ['apple', 'apples'],
    ['wine bottle', 'wine bottles'],
    ['cup of tea', 'cups of tea'],
    ['Person', 'people'],
    ['bus', 'buses'],
    ['berry', 'berries'],
    ['key', 'keys'],
    ['box', 'boxes'],
    ['glasses', 'glasses'],
    ['young woman', 'young women'],
    ['sheep', 'sheep'],
    ['', 's'],
    ['constructor', 'constructors'],
  ])('say %s in the plural as %s', (one, many) => expect(plural(one)).toBe(many));
});

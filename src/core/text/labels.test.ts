import { describe, expect, it } from 'vitest';
import { DenseqlError } from '../errors.js';
import { checkBackground, checkLabels } from './labels.js';
import { checkPrompts } from './prompts.js';

const limits = { MAX_LABELS: 3, MAX_LABEL_LENGTH: 8 };
const failure = (run: () => unknown): string => {
  try {
    run();
  } catch (error) {
    if (DenseqlError.is(error)) return `${error.code} ${error.message}`;
  }
  return 'no typed error';
};

describe('checkLabels', () => {
  it('trims, and keeps case apart', () => {
    expect(checkLabels([' Dog', 'dog ', '犬'], limits)).toEqual(['Dog', 'dog', '犬']);
  });

  it.each([
    [['a', '  '], /^BAD_INPUT labels\[1\]: must not be empty/],
    [['a', 'b', ' a '], /^BAD_INPUT labels\[2\]: is equal to labels\[0\]/],
    [['a\u0000b'], /^BAD_INPUT labels\[0\]: .*control/],
    [['a\nb'], /^BAD_INPUT labels\[0\]: .*control/],
    [['\ud800'], /^BAD_INPUT labels\[0\]/],
    [['123456789'], /^BAD_INPUT labels\[0\]: has 9 characters, at most 8/],
    [[], /^BAD_INPUT labels: needs 1 to 3/],
    [['a', 'b', 'c', 'd'], /^LIMIT_EXCEEDED MAX_LABELS: 4 labels asked, 3 allowed/],
  ])('refuses %j', (labels, message) => {
    expect(failure(() => checkLabels(labels, limits))).toMatch(message);
  });

  it('counts characters, not code units', () => {
    expect(checkLabels(['🐱'.repeat(8)], limits)).toHaveLength(1);
  });
});

describe('checkBackground', () => {
  it('keeps null and none apart', () => {
    expect(checkBackground(null, limits)).toBeNull();
    expect(checkBackground([], limits)).toEqual([]);
    expect(failure(() => checkBackground(['sky', ''], limits))).toMatch(/^BAD_INPUT background\[1\]/);
  });
});

describe('checkPrompts', () => {
  it('trims and leaves absent members absent', () => {
    expect(checkPrompts(null, ['cat'], limits)).toEqual({});
    const prompts = checkPrompts({ templates: [' a {} '], synonyms: [{ label: ' cat', texts: ['kitty '] }] }, ['cat'], limits);
    expect(prompts).toEqual({ templates: ['a {}'], synonyms: [{ label: 'cat', texts: ['kitty'] }] });
  });

  it('refuses templates without a place for the label, and none', () => {
    expect(failure(() => checkPrompts({ templates: ['{}', 'photo'] }, ['cat'], limits))).toMatch(/^BAD_INPUT prompts\.templates\[1\]/);
    expect(failure(() => checkPrompts({ templates: [] }, ['cat'], limits))).toMatch(/^BAD_INPUT prompts\.templates:/);
  });

  it('refuses texts of labels that were not asked for, or given twice', () => {
    const cat = { label: 'cat', texts: ['x'] };
    expect(failure(() => checkPrompts({ synonyms: [{ label: 'dog', texts: ['x'] }] }, ['cat'], limits))).toMatch(
      /^BAD_INPUT prompts\.synonyms\[0\]\.label/,
    );
    expect(failure(() => checkPrompts({ descriptions: [cat, cat] }, ['cat'], limits))).toMatch(
      /^BAD_INPUT prompts\.descriptions\[1\]\.label/,
    );
    expect(failure(() => checkPrompts({ synonyms: [{ label: 'cat', texts: [''] }] }, ['cat'], limits))).toMatch(
      /^BAD_INPUT prompts\.synonyms\[0\]\.texts\[0\]/,
    );
  });
});

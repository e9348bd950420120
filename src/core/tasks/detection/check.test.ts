import { describe, expect, it } from 'vitest';
import { checkDetectResult, detectQuestion } from './check.js';
import type { DetectedThing, DetectQuestion, DetectResult } from './contract.js';

const limits = { MAX_LABELS: 3, MAX_LABEL_LENGTH: 20 };
const part = { x: 10, y: 0, width: 20, height: 10 };
const question: DetectQuestion = { labels: ['cat', 'dog'], prompts: {}, background: null, attributes: ['red'], minScore: null, limit: 3 };
const thing: DetectedThing = {
  label: 1,
  box: { x: 12, y: 1, width: 5, height: 5 },
  score: 0.7,
  mask: { channels: 1, rows: 1, columns: 2, data: Float32Array.of(0, 1), frame: { x: 0, y: 0, width: 40, height: 10 } },
  backgroundScore: 0.1,
  embedding: Float32Array.of(1, 0),
  attributes: [0.4],
};
const good: DetectResult = {
  form: 'test',
  objects: [thing, { ...thing, label: 0, score: 0.5 }],
  backgroundUsed: [{ text: 'sky', score: 0.2 }],
};
const first = (change: object): DetectResult => ({ ...good, objects: [{ ...thing, ...change }] });

describe('a question of detection', () => {
  const asked = { labels: [' cat '], limit: 100 };
  it('is completed: no attributes, no score of its own, no background of its own', () => {
    expect(detectQuestion(asked, limits)).toEqual({
      labels: ['cat'],
      prompts: {},
      background: null,
      attributes: [],
      minScore: null,
      limit: 100,
    });
  });

  it.each([
    ['labels', { labels: [] }],
    ['labels[1]', { labels: ['cat', 'cat'] }],
    ['MAX_LABELS', { labels: ['a', 'b', 'c', 'd'] }],
    ['attributes[0]', { attributes: [''] }],
    ['attributes[1]', { attributes: ['red', 'red'] }],
    ['background[0]', { background: [' '] }],
    ['minScore', { minScore: 1.5 }],
    ['minScore', { minScore: NaN }],
    ['limit', { limit: 0 }],
    ['limit', { limit: 301 }],
  ])('names what is wrong: %s', (field, change) => {
    expect(() => detectQuestion({ ...asked, ...change }, limits)).toThrow(field);
  });
});

describe('checkDetectResult', () => {
  it('lets right results through as they are: things, and nothing', () => {
    expect(checkDetectResult(good, question, part)).toBe(good);
    const none = { form: 'test', objects: [], backgroundUsed: [] };
    expect(checkDetectResult(none, question, part)).toBe(none);
    const bare = first({ mask: null, backgroundScore: null, embedding: null });
    expect(checkDetectResult(bare, question, part)).toBe(bare);
  });

  it.each<[string, DetectResult]>([
    ['form', { ...good, form: '' }],
    ['objects is no list', { ...good, objects: null as never }],
    ['3 were asked for', { ...good, objects: [thing, thing, thing, thing] }],
    ['above that of the one before', { ...good, objects: [{ ...thing, score: 0.1 }, thing] }],
    ['objects[0]: is no object', { ...good, objects: [null as never] }],
    ['label is 2', first({ label: 2 })],
    ['score is NaN', first({ score: NaN })],
    ['score is 1.2', first({ score: 1.2 })],
    ['box is no box', first({ box: { x: 12, y: 1, width: 0, height: 5 } })],
    ['box is no box', first({ box: { x: 12, y: NaN, width: 1, height: 5 } })],
    ['box is not inside', first({ box: { x: 9, y: 1, width: 5, height: 5 } })],
    ['box is not inside', first({ box: { x: 12, y: 1, width: 5, height: 10 } })],
    ['mask is no map', first({ mask: 3 })],
    ['mask.data is not', first({ mask: { ...thing.mask, data: [0, 1] } })],
    ['mask.data[1] is NaN', first({ mask: { ...thing.mask, data: Float32Array.of(0, NaN) } })],
    ['backgroundScore', first({ backgroundScore: 2 })],
    ['embedding', first({ embedding: Float32Array.of(NaN) })],
    ['attributes', first({ attributes: [] })],
    ['backgroundUsed', { ...good, backgroundUsed: [{ text: 'sky', score: NaN }] }],
    ['no result', undefined as never],
  ])('names what is wrong: %s', (field, result) => {
    expect(() => checkDetectResult(result, question, part)).toThrow(field);
  });
});

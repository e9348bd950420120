import { expect, it, vi } from 'vitest';
import type { SegmentQuestion } from './contract.js';
import { Segmenter } from './answer.js';

const question = { labels: ['cat'], background: null, prompts: {}, maxSize: 512 } as unknown as SegmentQuestion;

it.each([
  ['pixels with guided edges', { edges: 'GUIDED' }, ['segments', 'mask', 'rle'], [512]],
  ['shares of pixels', { edges: 'GUIDED' }, ['segments', 'coverage'], [512]],
  ['bilinear edges', { edges: 'BILINEAR' }, ['segments', 'mask'], []],
  ['options of other names', { sharp: true }, ['segments', 'mask'], []],
  ['no options', null, ['segments', 'mask'], []],
  ['scores alone', { edges: 'GUIDED' }, ['segments', 'score', 'scoreMap'], []],
])('a segmentation that is asked for %s begins the guide of edges as it needs it', (_, options, fields, sizes) => {
  const guide = vi.fn();
  Segmenter.ahead!({ question, options, selects: (field) => fields.includes(field), guide });
  expect(guide.mock.calls.flat()).toEqual(sizes);
});

import { expect, it } from 'vitest';
import { cutNotice, fieldOf } from './cut-notice.js';

const question = {
  labels: ['cat', 'black cat'],
  background: null,
  prompts: { synonyms: [{ label: 'cat', texts: ['kitten', 'cat(s)'] }], templates: ['a {}'] },
  maxSize: 64,
};

it.each([
  ['cat', 'labels[0]'],
  ['black cat', 'labels[1]'],
  ['kitten', 'prompts.synonyms[0].texts[0]'],
  ['cat(s)', 'prompts.synonyms[0].texts[1]'],
  ['There are two black cat.', 'labels[1]'],
  ['"cat", more than once: cat', 'labels[0]'],
  ['categories and bobcat, no cat', 'labels[0]'],
  ['categories and bobcat', null],
  ['sky', null],
  ['64', null],
])('the text %j was made of %s', (text, field) => expect(fieldOf(question, text)).toBe(field));

it.each([
  ['cat', 'a {}', 'labels[0]'],
  ['cat', 'a long template of {} which nobody reads to its end', 'labels[0]'],
  ['cat', 'a long template of the question {}', 'prompts.templates[1]'],
  ['black cat', '{} and', 'labels[1]'],
])('the text made of %s by %j is about %s', (origin, template, field) => {
  const own = { ...question, prompts: { ...question.prompts, templates: ['a {}', 'a long template of the question {}', '{} and'] } };
  const cut = { text: template.replace('{}', origin), origin, template, tokens: 9, read: 5 };
  expect(cutNotice({ ...cut, lost: false }, own, 'tiny')).toEqual({
    code: 'TEXT_CUT',
    message: `The encoder tiny reads 5 tokens, this text has 9; its end was left out: "${cut.text}"`,
    field,
  });
  expect(cutNotice({ ...cut, lost: true }, own, 'tiny').message).toContain(`; its end was left out, and "${origin}" with it: "`);
});

import { expect, it } from 'vitest';
import { stringifyAnswer } from './stringify-answer.js';

const large = (data: Record<string, unknown>) => ({ data, extensions: { denseql: { used: { answerBytes: 1e9 } } } });

it.each([
  ['numbers', { list: Array.from({ length: 5001 }, (_, i) => i / 7) }],
  ['objects in lists in objects', { a: [{ b: [{ c: null }, { d: [] }] }, {}], e: {}, f: [[1, 2], [], [[3]]] }],
  ['texts', { 'a "key"': 'quotes " and \\ and \u2028 and ü and \n', list: ['x', '"', null, true] }],
  ['what is absent', { a: undefined, b: [undefined, { c: undefined }], c: 1 }],
  ['long texts', { text: 'x'.repeat(600_000) }],
])('writes %s as JSON.stringify does', async (_name, data) => {
  expect(await stringifyAnswer(large(data))).toBe(`${JSON.stringify(large(data))}\n`);
});

it('lets the event loop turn while it writes a large answer', async () => {
  let turns = 0;
  const count = (): void => {
    turns += 1;
    counting = setImmediate(count);
  };
  let counting = setImmediate(count);
  const lists = Object.fromEntries(Array.from({ length: 400 }, (_, i) => [`list${i}`, Array.from({ length: 2500 }, Math.random)]));
  await stringifyAnswer(large(lists));
  clearImmediate(counting);
  expect(turns).toBeGreaterThan(10);
});

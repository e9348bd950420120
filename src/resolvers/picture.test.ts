import { expect, it } from 'vitest';
import { Operation } from '../core/operation.js';
import { toBase64 } from './picture.js';

const operation = () => new Operation('id', new AbortController().signal, Infinity, { answerBytes: 10 });
const bytes = new Uint8Array(2_000_000).map((_, i) => i * 7);

it('writes many pictures in turns of the event loop', async () => {
  let turns = 0;
  const count = (): void => {
    turns += 1;
    counting = setImmediate(count);
  };
  let counting = setImmediate(count);
  const asking = operation();
  const written = await Promise.all(Array.from({ length: 60 }, () => toBase64(bytes, asking)));
  clearImmediate(counting);
  expect(turns).toBeGreaterThan(3);
  expect(new Set(written)).toEqual(new Set([Buffer.from(bytes).toString('base64')]));
});

it('writes none where the answer became too large meanwhile', async () => {
  const asking = operation();
  const writing = toBase64(bytes, asking);
  expect(() => asking.takeAnswer('answerBytes', 11)).toThrow();
  await expect(writing).rejects.toMatchObject({ code: 'LIMIT_EXCEEDED' });
});

import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { queryResolvers } from './query.js';

it('opens thousands of equal pictures in turns of the event loop, not in one go', async () => {
  const picture = {};
  const context = { platform: { encoders: { open: async () => null }, open: async () => picture }, operation: {} };
  const sources = Array.from({ length: 24_000 }, () => ({ sample: 'cat' }));
  const images = queryResolvers.Query.images as unknown as (parent: unknown, asked: object, context: object) => Promise<Promise<unknown>[]>;
  const opened = await images(null, { sources, detail: null, encoder: null }, context);
  let done = 0;
  for (const one of opened) void one.then(() => (done += 1));
  const seen: number[] = [];
  while (done < sources.length) {
    await nextTurn();
    seen.push(done);
  }
  expect(await Promise.all(opened)).toEqual(sources.map(() => picture));
  // Some were there while others were not.
  expect(seen.filter((count) => count > 0 && count < sources.length).length).toBeGreaterThan(1);
});

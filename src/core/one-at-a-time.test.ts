import { expect, it } from 'vitest';
import { OneAtATime } from './one-at-a-time.js';

it('runs work of one key in turn, a failure included, and of two keys side by side', async () => {
  const turns = new OneAtATime<string>();
  const said: string[] = [];
  const work =
    (name: string, fails = false) =>
    async () => {
      said.push(`${name} begins`);
      await new Promise(setImmediate);
      said.push(`${name} ends`);
      if (fails) throw new Error(name);
      return name;
    };
  const runs = [turns.run('a', work('first', true)), turns.run('a', work('second')), turns.run('b', work('other'))];
  expect(await Promise.allSettled(runs)).toMatchObject([{ reason: { message: 'first' } }, { value: 'second' }, { value: 'other' }]);
  expect(said.filter((line) => !line.startsWith('other'))).toEqual(['first begins', 'first ends', 'second begins', 'second ends']);
  expect(said.indexOf('other begins')).toBeLessThan(said.indexOf('first ends'));
  expect(await turns.run('a', async () => 'again')).toBe('again');
});

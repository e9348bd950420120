import { expect, it } from 'vitest';
import { heard, hearWithin } from './heard.js';

// A rejection that nobody hears ends the test run.

const rejected = (): Promise<never> => Promise.reject(new Error('late'));

it('a promise that is heard still tells whoever waits', async () => {
  const promise = heard(rejected());
  await new Promise(setImmediate);
  await expect(promise).rejects.toThrow('late');
  expect([heard(3), heard(null), heard('x')]).toEqual([3, null, 'x']);
});

it('promises are heard in lists, plain objects and own properties of a class, round about, and no getter is called', async () => {
  class Answer {
    readonly later = rejected();
    readonly list = [rejected(), [rejected()]];
    readonly deep: Record<string, unknown> = { later: rejected(), list: [{ later: rejected() }] };
  }
  const answer = new Answer();
  answer.deep['round'] = answer.deep;
  Object.defineProperty(answer, 'never', { enumerable: true, get: () => expect.unreachable() });
  expect(hearWithin(answer)).toBe(answer);
  void hearWithin([rejected()]);
  hearWithin(new Proxy({}, { ownKeys: () => expect.unreachable() }));
  await new Promise(setImmediate);
});

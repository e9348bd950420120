import { getEventListeners } from 'node:events';
import { expect, it } from 'vitest';
import { joinedSignal } from './joined-signal.js';

const setUp = () => {
  const [client, server] = [new AbortController(), new AbortController()];
  const joined = joinedSignal([client.signal, server.signal]);
  const listeners = () => [client, server].map(({ signal }) => getEventListeners(signal, 'abort').length);
  return { client, server, ...joined, listeners };
};

it('aborts with the reason of whichever is first, and leaves no listener', () => {
  const { client, server, signal, listeners } = setUp();
  expect(listeners()).toEqual([1, 1]);
  server.abort('first');
  client.abort('second');
  expect([signal.aborted, signal.reason]).toEqual([true, 'first']);
  expect(listeners()).toEqual([0, 0]);
});

it('is aborted from the start where one is', () => {
  const { signal } = joinedSignal([new AbortController().signal, AbortSignal.abort('before')]);
  expect([signal.aborted, signal.reason]).toEqual([true, 'before']);
});

it('follows nothing once it left', () => {
  const { server, signal, leave, listeners } = setUp();
  leave();
  expect(listeners()).toEqual([0, 0]);
  server.abort();
  expect(signal.aborted).toBe(false);
});

import { expect, it } from 'vitest';
import { isWebPort } from './web-port.js';

/** What Node's fetch, which follows the Fetch standard, thinks of a port. Nothing is sent: the dispatcher refuses all that comes to it. */
async function isBadForFetch(port: number): Promise<boolean> {
  const dispatcher = {
    dispatch() {
      throw new Error('not sent');
    },
  };
  const error: unknown = await fetch(`http://127.0.0.1:${port}/`, { dispatcher } as unknown as RequestInit).catch((one: unknown) => one);
  return (error as Error & { cause: Error }).cause.message === 'bad port';
}

it('refuses all ports from 1024 up that browsers block, and no other of them', async () => {
  const HIGHEST_BAD = 10_080;
  const differing: number[] = [];
  for (let port = 1024; port <= HIGHEST_BAD + 10; port++) if ((await isBadForFetch(port)) === isWebPort(port)) differing.push(port);
  expect(differing).toEqual([]);
});

it('takes 80 and 443 of the ports below 1024, and none else', () => {
  const taken = Array.from({ length: 1024 }, (_, port) => port).filter(isWebPort);
  expect(taken).toEqual([80, 443]);
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startNameServer } from '../../../../test/fixtures/web/name-server.js';
import type { NameServer } from '../../../../test/fixtures/web/name-server.js';
import { internet } from './network.js';

let server: NameServer;
beforeAll(async () => {
  server = await startNameServer({
    'both.example.com': ['93.184.216.34', '127.0.0.1', '2606:4700:0:0:0:0:0:1'],
    'six.example.com': ['2606:4700:0:0:0:0:0:1'],
    'silent.example.com': null,
  });
});
afterAll(() => server.close());

const resolve = (name: string, signal = new AbortController().signal) => internet([server.address]).resolve(name, signal);

describe('resolving a name', () => {
  it('gives all addresses of both families, each asked for once', async () => {
    expect(await resolve('both.example.com')).toEqual(['93.184.216.34', '127.0.0.1', '2606:4700::1']);
    expect(server.asked).toEqual(['both.example.com', 'both.example.com']);
  });

  it('gives those of one family where there is no other, and none for a name that is nowhere', async () => {
    expect(await resolve('six.example.com')).toEqual(['2606:4700::1']);
    expect(await resolve('nowhere.example.com')).toEqual([]);
  });

  it('asks for the name as it is: neither the file of hosts nor search domains', async () => {
    expect(await resolve('localhost.example.com')).toEqual([]);
    expect(server.asked.filter((name) => name.startsWith('localhost'))).toEqual(['localhost.example.com', 'localhost.example.com']);
  });

  it('ends when the signal aborts, though no answer comes', async () => {
    const leaving = new AbortController();
    const asking = resolve('silent.example.com', leaving.signal);
    leaving.abort();
    expect(await asking).toEqual([]);
  });
});

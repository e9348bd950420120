import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { networkWords } from './network-words.js';

const failed = (url: string): Promise<unknown> =>
  fetch(url)
    .then(() => null)
    .catch((error: unknown) => error);

describe('networkWords', () => {
  it('says what became of a connection, which fetch itself does not', async () => {
    const server = createServer((request) => request.socket.destroy()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    expect(networkWords(await failed(url))).toBe('the connection was cut');
    server.close();
    await once(server, 'close');
    expect(networkWords(await failed(url))).toBe('it refused the connection');
  });

  it('looks into what several addresses of a name came to', () => {
    const each = Object.assign(new Error('connect ENETUNREACH ::1:443'), { code: 'ENETUNREACH' });
    const cause = Object.assign(new AggregateError([each]), { code: 'ETIMEDOUT' });
    expect(networkWords(new TypeError('fetch failed', { cause }))).toBe('it cannot be reached: is there a network?');
  });

  it('knows a name that cannot be looked up', () => {
    const cause = Object.assign(new Error('getaddrinfo EAI_AGAIN hub.example'), { code: 'EAI_AGAIN' });
    expect(networkWords(new TypeError('fetch failed', { cause }))).toMatch(/^its name cannot be looked up: is there a network/);
  });

  it('leaves what it does not know as it was said', () => {
    expect(networkWords(new Error('status 503'))).toBe('status 503');
    expect(networkWords('odd')).toBe('odd');
  });
});

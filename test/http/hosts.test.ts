import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Config } from '../../src/core/config.js';
import { startTiny } from './tiny-server.js';
import type { TinyServer } from './tiny-server.js';

const BODY = JSON.stringify({ query: '{ serverInfo { version } }' });

/** Asks with just these lines of head, which no client would let one write. */
async function raw(server: TinyServer, first: string, ...lines: string[]): Promise<{ status: number; text: string }> {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  const head = [first, ...lines, 'Content-Type: application/json', `Content-Length: ${BODY.length}`, 'Connection: close'];
  socket.write(`${head.join('\r\n')}\r\n\r\n${BODY}`);
  let text = '';
  for await (const part of socket) text += String(part);
  return { status: Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1]), text };
}
const asked = async (server: TinyServer, ...lines: string[]) => (await raw(server, 'POST /graphql HTTP/1.1', ...lines)).status;

describe('a server that listens on its own machine', () => {
  let server: TinyServer;
  beforeAll(async () => {
    server = await startTiny();
  });
  afterAll(() => server.close());

  it.each(['localhost', 'LocalHost:4000', 'localhost.:99', '127.0.0.1', '127.0.0.1:4000', '[::1]', '[::1]:4000', '[0:0::1]:4000'])(
    'answers as %s',
    async (host) => expect(await asked(server, `Host: ${host}`)).toBe(200),
  );

  it.each(['rebound.example', 'rebound.example:4000', 'localhost.rebound.example', 'localhost@rebound.example', '192.0.2.1', '[::2]', ''])(
    'does not answer as "%s", whatever else the request says',
    async (host) => {
      expect(await asked(server, `Host: ${host}`, 'X-Forwarded-Host: localhost', 'Forwarded: host=localhost')).toBe(421);
    },
  );

  it('says which setting decides, for every path that a page could read', async () => {
    const { text } = await raw(server, 'POST /uploads HTTP/1.1', 'Host: rebound.example:4000');
    expect(text).toContain(
      '"rebound.example:4000\\" is no host that this server answers as. DENSEQL_ALLOWED_HOSTS lists those that it does."',
    );
    expect(text).toContain('"code":"HOST_FORBIDDEN"');
    for (const path of ['/', '/graphiql/', '/pictures/x.png', '/nowhere'])
      expect((await raw(server, `GET ${path} HTTP/1.1`, 'Host: rebound.example')).status).toBe(421);
  });

  it('answers /health under any name', async () => {
    expect((await raw(server, 'GET /health/live HTTP/1.1', 'Host: 10.1.2.3:4000')).status).toBe(200);
  });

  it('does not answer a request that names no host, or several', async () => {
    expect((await raw(server, 'POST /graphql HTTP/1.0')).status).toBe(421);
    expect((await raw(server, 'POST /graphql HTTP/1.1')).status).toBe(400);
    expect(await asked(server, 'Host: localhost', 'Host: rebound.example')).toBe(400);
    expect(await asked(server, 'Host: rebound.example', 'Host: localhost')).toBe(400);
    expect(await asked(server, 'Host: localhost', 'Host: localhost')).toBe(400);
  });
});

describe('a server with settings of its own', () => {
  let server: TinyServer;
  const start = async (settings: Partial<Config>) => (server = await startTiny(settings));
  afterEach(() => server.close());

  it('answers as the hosts that it is told, and no others', async () => {
    await start({ ALLOWED_HOSTS: 'vision.example.com' });
    expect([await asked(server, 'Host: Vision.example.com'), await asked(server, 'Host: localhost')]).toEqual([200, 421]);
  });

  it('answers under any name where it is told so, though never under two', async () => {
    await start({ ALLOWED_HOSTS: '*' });
    expect([await asked(server, 'Host: any.example'), await asked(server, 'Host: a', 'Host: b')]).toEqual([200, 400]);
  });

  it('looks at what a trusted proxy was asked as, too', async () => {
    await start({ ALLOWED_HOSTS: 'inside.example,vision.example.com', TRUST_PROXY: '1' });
    expect(await asked(server, 'Host: inside.example', 'X-Forwarded-Host: vision.example.com')).toBe(200);
    expect(await asked(server, 'Host: inside.example', 'X-Forwarded-Host: rebound.example')).toBe(421);
    expect(await asked(server, 'Host: inside.example', 'X-Forwarded-Host: vision.example.com, rebound.example')).toBe(421);
    // A page that was rebound may write this header, and not the other one.
    expect(await asked(server, 'Host: rebound.example', 'X-Forwarded-Host: vision.example.com')).toBe(421);
  });

  it('counts by the address that a trusted proxy tells, and by no other', async () => {
    await start({ ADDRESS_REQUESTS: 1, TRUST_PROXY: 'loopback' });
    const from = (address: string) => asked(server, 'Host: localhost', `X-Forwarded-For: ${address}`);
    expect([await from('192.0.2.1'), await from('192.0.2.2'), await from('192.0.2.1')]).toEqual([200, 200, 429]);
    // What the client itself wrote stands before what the proxy added.
    expect(await from('203.0.113.9, 192.0.2.2')).toBe(429);
    await server.close();
    await start({ ADDRESS_REQUESTS: 1 });
    expect([await from('192.0.2.1'), await from('192.0.2.2')]).toEqual([200, 429]);
  });

  it('warns whoever lets it listen to other machines without keys', async () => {
    await start({ HOST: '0.0.0.0' });
    const warnings = () => server.logged.filter(({ level }) => level === 40).map(({ msg }) => msg);
    expect(warnings()).toEqual([expect.stringContaining('DENSEQL_API_KEYS is empty')]);
    expect(await asked(server, 'Host: any.example')).toBe(200);
    await server.close();
    await start({ HOST: '0.0.0.0', API_KEYS: 'web=web-0123456789-abcdefghij' });
    expect(warnings()).toEqual([]);
  });

  it('does not start with a wrong one', async () => {
    await start({});
    await expect(startTiny({ TRUST_PROXY: 'true' })).rejects.toThrow(/^DENSEQL_TRUST_PROXY: /);
    await expect(startTiny({ ALLOWED_HOSTS: 'localhost:4000' })).rejects.toThrow(/^DENSEQL_ALLOWED_HOSTS: /);
  });
});

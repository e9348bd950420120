import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixture } from '../fixtures/pictures/fixtures.js';
import { startTiny } from './tiny-server.js';
import type { TinyServer } from './tiny-server.js';

const WEB = 'web-0123456789-abcdefghij';
const BATCH = 'batch-0123456789-abcdefghij';
const WRONG = 'wrong-0123456789-abcdefghij';
const PAGE = 'https://pages.example';

let server: TinyServer;
beforeAll(async () => {
  server = await startTiny({ API_KEYS: `web=${WEB},batch=${BATCH}`, CORS_ORIGIN: PAGE, LOG_LEVEL: 'trace' });
});
afterAll(() => server.close());

const ask = (headers: Record<string, string>) => server.send(JSON.stringify({ query: '{ serverInfo { version } }' }), headers);
const upload = (headers: Record<string, string>) =>
  fetch(`${server.url}uploads`, { method: 'POST', body: new Uint8Array(fixture('photo.jpg')), headers });

const REFUSAL = {
  errors: [{ message: expect.stringContaining('Authorization: Bearer <key>') as string, extensions: { code: 'UNAUTHENTICATED' } }],
};

describe('a server with keys', () => {
  it.each([
    ['a bearer token', { authorization: `Bearer ${WEB}` }],
    ['a bearer token in another case', { authorization: `BEARER ${BATCH}` }],
    ['X-API-Key', { 'x-api-key': WEB }],
    ["X-API-Key beside a proxy's own Authorization", { authorization: 'Basic dXNlcjpwYXNz', 'x-api-key': WEB }],
  ])('answers whoever sends one as %s', async (_name, headers) => {
    expect((await ask(headers)).body.data.serverInfo.version).toEqual(expect.any(String));
    expect((await upload(headers)).status).toBe(201);
  });

  it('takes the first valid one of a bearer token and X-API-Key', async () => {
    const idOf = async (headers: Record<string, string>) => ((await (await upload(headers)).json()) as { id: string }).id;
    const [web, batch] = [await idOf({ 'x-api-key': WEB }), await idOf({ 'x-api-key': BATCH })];
    expect(web).not.toBe(batch);
    expect(await idOf({ authorization: `Bearer ${WEB}`, 'x-api-key': BATCH })).toBe(web);
    expect(await idOf({ authorization: `Bearer ${WRONG}`, 'x-api-key': BATCH })).toBe(batch);
  });

  it.each<[string, Record<string, string>]>([
    ['none', {}],
    ['a wrong one', { authorization: `Bearer ${WRONG}` }],
    ['a wrong one as X-API-Key', { 'x-api-key': WRONG }],
    ['one with something behind it', { authorization: `Bearer ${WEB}x` }],
    ['one without its end', { authorization: `Bearer ${WEB.slice(0, -1)}` }],
    ['one of another scheme', { authorization: `Basic ${WEB}` }],
    ['one without a scheme', { authorization: WEB }],
    ["its holder's name", { authorization: 'Bearer web' }],
  ])('answers 401 to whoever sends %s', async (_name, headers) => {
    const { status, body, headers: answered } = await ask(headers);
    expect([status, answered.get('www-authenticate'), answered.get('cache-control')]).toEqual([401, 'Bearer', 'no-store']);
    expect(body).toEqual(REFUSAL);
    const kept = await upload(headers);
    expect([kept.status, await kept.json()]).toEqual([401, REFUSAL]);
  });

  it.each(['graphql?query={__typename}', 'GraphQL?query={__typename}', 'graphql/?query={__typename}', 'graphql/x?query={__typename}'])(
    'refuses GET %s',
    async (path) => {
      const response = await fetch(`${server.url}${path}`, { headers: { 'apollo-require-preflight': 'true' } });
      expect(response.status).toBe(401);
    },
  );

  it.each(['health/live', 'health/ready', 'graphiql/', ''])('shows /%s to everybody', async (path) => {
    expect((await fetch(`${server.url}${path}`)).status).toBe(200);
  });

  it('refuses before the body has come, and reads on so that the answer arrives', async () => {
    const { port, hostname } = new URL(server.url);
    const socket = connect(Number(port), hostname);
    const answered = new Promise<string>((resolve) => socket.once('data', (data) => resolve(data.toString())));
    socket.write(`POST /graphql HTTP/1.1\r\nHost: ${hostname}\r\nContent-Type: application/json\r\nContent-Length: 8000000\r\n\r\n`);
    expect(await answered).toMatch(/^HTTP\/1\.1 401 /);
    const again = new Promise<string>((resolve) => socket.once('data', (data) => resolve(data.toString())));
    socket.write(Buffer.alloc(8_000_000, ' '));
    socket.write(`GET /health/live HTTP/1.1\r\nHost: ${hostname}\r\nConnection: close\r\n\r\n`);
    expect(await again).toMatch(/^HTTP\/1\.1 200 /);
  });

  it('cuts off a stranger who sends on and on', async () => {
    const { port, hostname } = new URL(server.url);
    const socket = connect(Number(port), hostname);
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => undefined);
    socket.write(`POST /uploads HTTP/1.1\r\nHost: ${hostname}\r\nTransfer-Encoding: chunked\r\n\r\n`);
    const chunk = Buffer.concat([Buffer.from('100000\r\n'), Buffer.alloc(0x100000), Buffer.from('\r\n')]);
    const more = (failed?: Error | null): void => {
      if (!failed && !socket.destroyed) socket.write(chunk, more);
    };
    more();
    socket.resume();
    await closed;
  });

  it('lets pages of allowed origins ask, with the headers that hold keys, and read why they may not', async () => {
    for (const header of ['authorization', 'x-api-key']) {
      const preflight = await fetch(`${server.url}graphql`, {
        method: 'OPTIONS',
        headers: {
          origin: PAGE,
          'access-control-request-method': 'POST',
          'access-control-request-headers': `content-type,${header}`,
        },
      });
      expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([204, PAGE]);
      expect(preflight.headers.get('access-control-allow-headers')).toContain(header);
    }
    const refused = await ask({ origin: PAGE });
    expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([401, PAGE]);
    expect(refused.headers.get('access-control-expose-headers')).toContain('Retry-After');
  });

  it('asks no key of a host in its own process', async () => {
    expect((await server.app.execute('{ serverInfo { version } }')).errors).toBeUndefined();
  });

  it('writes no key into its log, neither a right one nor a wrong one', async () => {
    await fetch(`${server.url}nowhere?key=${WEB}`, { headers: { authorization: `Bearer ${WEB}`, 'x-api-key': WRONG } });
    await ask({ authorization: `Bearer ${WEB}`, 'content-type': 'text/plain' });
    const log = JSON.stringify(server.logged);
    expect(log).toContain('"path":"/graphql"');
    for (const key of [WEB, BATCH, WRONG]) expect(log).not.toContain(key);
  });
});

it('refuses to start with a wrong key, and does not show it', async () => {
  const error = await startTiny({ API_KEYS: 'web=short-secret' }).catch((thrown: Error) => thrown);
  expect((error as Error).message).toMatch(/^DENSEQL_API_KEYS: entry 1 has a key of 12 characters/);
  expect((error as Error).message).not.toContain('short-secret');
});

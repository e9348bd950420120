import { request } from 'node:http';
import { buildSchema, lexicographicSortSchema, printSchema } from 'graphql';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canonicalOrigin } from '../../src/server/cors-origins.js';
import { startTiny } from './tiny-server.js';
import type { TinyServer } from './tiny-server.js';

const APP = 'https://app.example';
const EVIL = 'https://evil.example';
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const PAGE = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';

let server: TinyServer;
beforeAll(async () => {
  server = await startTiny({ CORS_ORIGIN: 'HTTPS://App.Example:443/, http://localhost:5173' });
});
afterAll(() => server.close());

interface Seen {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

/** As a browser sends it: fetch would not let these headers through. */
const ask = (path: string, headers: Record<string, string> = {}, method = 'GET', at: TinyServer = server): Promise<Seen> =>
  new Promise((resolve, reject) => {
    const sending = request(new URL(path, at.url), { method, headers, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (piece: string) => (text += piece));
      response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, text }));
    });
    sending.on('error', reject).end();
  });

const TYPENAME = '/graphql?query=%7B__typename%7D';

describe('a browser that opens /graphql', () => {
  it.each([
    ['/graphql', 'graphiql/'],
    ['/graphql/', '../graphiql/'],
  ])('is led from %s to the playground', async (path, location) => {
    const { status, headers } = await ask(path, { accept: PAGE, 'user-agent': FIREFOX });
    expect([status, headers['location'], headers['vary']]).toEqual([302, location, expect.stringContaining('Accept')]);
  });
  it('is led there without a key, where one is needed to ask', async () => {
    const guarded = await startTiny({ API_KEYS: `web=${'k'.repeat(32)}` });
    const { status } = await ask('/graphql', { accept: PAGE }, 'GET', guarded);
    const sdl = await ask('/schema.graphql', {}, 'GET', guarded);
    await guarded.close();
    expect([status, sdl.status]).toEqual([302, 401]);
  });
  it.each(['application/json', '*/*', 'application/graphql-response+json, application/json'])(
    'and a client of %s is not',
    async (accept) => {
      expect((await ask('/graphql', { accept })).status).toBe(400);
    },
  );
});

describe('a query by GET', () => {
  it.each<[string, Record<string, string>]>([
    ['a program', { 'user-agent': 'curl/8.5.0' }],
    ['a program without a name', {}],
    ['a page of this server', { 'sec-fetch-site': 'same-origin', 'user-agent': FIREFOX }],
    ['whoever types the address', { 'sec-fetch-site': 'none', 'user-agent': FIREFOX }],
    ['a page of an origin that is listed', { 'sec-fetch-site': 'cross-site', origin: APP, 'user-agent': FIREFOX }],
    ['a client that proves itself', { 'sec-fetch-site': 'cross-site', 'apollo-require-preflight': '1' }],
  ])('of %s is answered', async (_name, headers) => {
    const { status, text } = await ask(TYPENAME, headers);
    expect([status, JSON.parse(text)]).toEqual([200, expect.objectContaining({ data: { __typename: 'Query' } })]);
  });

  it.each<[string, Record<string, string>]>([
    ['an image of another site', { 'sec-fetch-site': 'cross-site', 'user-agent': FIREFOX }],
    ['a site of the same domain', { 'sec-fetch-site': 'same-site', 'user-agent': FIREFOX }],
    ['a page of another origin', { 'sec-fetch-site': 'cross-site', origin: EVIL }],
    ['a page of another origin, in a browser that says no more', { origin: EVIL, 'user-agent': FIREFOX }],
    ['a browser that does not say where from', { 'user-agent': FIREFOX }],
  ])('of %s is refused', async (_name, headers) => {
    const { status, text } = await ask(TYPENAME, headers);
    expect([status, text]).toEqual([400, expect.stringContaining('apollo-require-preflight')]);
  });

  it('of any origin is refused without proof where all origins may read', async () => {
    const open = await startTiny({ CORS_ORIGIN: '*' });
    const { status } = await ask(TYPENAME, { 'sec-fetch-site': 'cross-site', origin: EVIL }, 'GET', open);
    await open.close();
    expect(status).toBe(400);
  });
});

describe('CORS_ORIGIN', () => {
  it.each([
    ['https://App.Example', 'https://app.example'],
    ['https://app.example/', 'https://app.example'],
    ['https://app.example:443', 'https://app.example'],
    ['http://app.example:80/', 'http://app.example'],
    ['http://app.example:443', 'http://app.example:443'],
    ['http://[::1]:5173', 'http://[::1]:5173'],
    ['capacitor://localhost', 'capacitor://localhost'],
    ['chrome-extension://abc/', 'chrome-extension://abc'],
    ['null', 'null'],
    ['app.example', null],
    ['localhost:5173', null],
    ['https://app.example/path', null],
    ['https://*.example', null],
    ['https://user@app.example', null],
  ])('reads %s as %s', (given, origin) => expect(canonicalOrigin(given)).toBe(origin));

  it('that is none keeps the server from starting', async () => {
    await expect(startTiny({ CORS_ORIGIN: 'https://a.example, app.example' })).rejects.toThrow(
      /DENSEQL_CORS_ORIGIN: "app\.example" is no origin/,
    );
  });

  it('lets a listed origin read, however it was written', async () => {
    for (const origin of [APP, 'http://localhost:5173']) {
      const { headers } = await ask(TYPENAME, { origin });
      expect(headers['access-control-allow-origin']).toBe(origin);
    }
  });
});

describe('a page of an origin that is not listed', () => {
  const preflight = { origin: EVIL, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' };
  it('is told by its preflight which setting lists those that may', async () => {
    const { status, headers, text } = await ask('/graphql', preflight, 'OPTIONS');
    expect([status, headers['access-control-allow-origin']]).toEqual([403, undefined]);
    const { errors } = JSON.parse(text) as { errors: { message: string; extensions: { code: string } }[] };
    expect(errors).toEqual([
      {
        message: `Pages of "${EVIL}" may not read answers here. DENSEQL_CORS_ORIGIN lists those that may.`,
        extensions: { code: 'ORIGIN_FORBIDDEN' },
      },
    ]);
  });
  it('is in the log once', async () => {
    await ask('/graphql', preflight, 'OPTIONS');
    await ask('/graphql', preflight, 'OPTIONS');
    const lines = server.logged.filter(({ origin }) => origin === EVIL);
    expect(lines).toEqual([expect.objectContaining({ level: 40, msg: expect.stringContaining('DENSEQL_CORS_ORIGIN') })]);
  });
  it('is no page of this server itself, as its browser sees it', async () => {
    const own = new URL(server.url).origin;
    await server.send('{"query":"{__typename}"}', { origin: own });
    await ask('/graphql', { origin: 'https://public.example', 'sec-fetch-site': 'same-origin', accept: '*/*' }, 'POST');
    expect(server.logged.filter(({ origin }) => origin === own || origin === 'https://public.example')).toEqual([]);
  });
  it('is refused where no origin is listed at all', async () => {
    const closed = await startTiny();
    const { status } = await ask('/graphql', preflight, 'OPTIONS', closed);
    await closed.close();
    expect(status).toBe(403);
  });
});

describe('a form sent to /graphql', () => {
  it.each(['multipart/form-data; boundary=b', 'application/x-www-form-urlencoded', 'text/plain'])(
    'of %s is told how to ask',
    async (type) => {
      const { status, body } = await server.send('--b--', { 'content-type': type });
      expect([status, body.errors[0].extensions]).toEqual([415, { code: 'BAD_REQUEST' }]);
      expect(body.errors[0].message).toMatch(/application\/json.*POST \/uploads/);
    },
  );
});

describe('/schema.graphql', () => {
  it('is the whole schema, with directives', async () => {
    const { status, text, headers } = await ask('/schema.graphql');
    expect([status, headers['content-type']]).toEqual([200, 'text/plain; charset=utf-8']);
    const snapshot = readFileSync(new URL('../schema/schema.snapshot.graphql', import.meta.url), 'utf8').trimEnd();
    expect(printSchema(lexicographicSortSchema(buildSchema(text)))).toBe(snapshot);
    expect(text).toMatch(/input ImageSource @oneOf \{/);
    expect(text).toMatch(/logitScale: Float @constraint\(exclusiveMin: 0, max: 1000\)/);
  });
  it('is only read', async () => {
    const { status, headers } = await ask('/schema.graphql', {}, 'POST');
    expect([status, headers['allow']]).toEqual([405, 'GET, HEAD']);
  });
});

describe('PUBLIC_URL', () => {
  const PICTURE = '{ image(source: { sample: "cat" }) { picture(maxSize: 8) { url } } }';
  const urlOf = async (at: TinyServer): Promise<string> => (await at.query(PICTURE)).body.data.image.picture.url as string;

  it.each([
    ['https://Vision.example.com/base', 'https://vision.example.com/base/pictures/'],
    ['https://vision.example.com/base/', 'https://vision.example.com/base/pictures/'],
    ['http://vision.example.com:8080', 'http://vision.example.com:8080/pictures/'],
  ])('%s begins the addresses of pictures', async (PUBLIC_URL, begins) => {
    const proxied = await startTiny({ PUBLIC_URL });
    const url = await urlOf(proxied);
    // What the proxy makes of it.
    const { status } = await ask(`/pictures/${url.split('/').at(-1)}`, {}, 'GET', proxied);
    await proxied.close();
    expect([url.startsWith(begins), status]).toEqual([true, 200]);
  });
  it('is not needed: addresses are paths then', async () => {
    expect(await urlOf(server)).toMatch(/^\/pictures\/[0-9a-f]{64}\.jpg$/);
  });
  it.each([
    'vision.example.com',
    'ftp://vision.example.com/',
    'https://user:pass@vision.example.com/',
    'https://vision.example.com/?a=1',
    '/base/',
  ])('%s keeps the server from starting', async (PUBLIC_URL) => {
    await expect(startTiny({ PUBLIC_URL })).rejects.toThrow(/^DENSEQL_PUBLIC_URL: /);
  });
});

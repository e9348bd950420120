import type { RequestListener } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { localNetwork, startInside, startWebHost } from '../fixtures/web/web-host.js';
import type { LocalHost } from '../fixtures/web/web-host.js';
import { redAndBlue } from './pictures.js';
import { startTiny } from './tiny-server.js';
import type { TinyServer } from './tiny-server.js';

let web: LocalHost;
let inside: LocalHost;
let server: TinyServer;
let png: Buffer;
/** What the web host does with a path. */
const pages: Record<string, RequestListener> = {};
beforeAll(async () => {
  png = await redAndBlue();
  web = await startWebHost((request, response) => {
    const page = pages[request.url ?? ''];
    if (page) page(request, response);
    else response.writeHead(404).end();
  });
  inside = await startInside();
  server = await startTiny({ URL_SOURCES: 'true' }, { network: localNetwork({ 'wiki.example.com': [['127.0.0.1']] }) });
});
afterAll(async () => {
  await Promise.all([server.close(), web.close(), inside.close()]);
});

const at = (path: string) => `http://pictures.example.com:${web.port}${path}`;
const QUERY =
  'query ($source: ImageSource!) { image(source: $source) { width height segmentation(labels: ["red"]) { segments { coverage } } } }';
const ask = async (url: string, where: TinyServer = server) => (await where.query(QUERY, { source: { url } })).body;
const serve = (path: string, handler: RequestListener): string => {
  pages[path] = handler;
  return at(path);
};

describe('a picture by its address', () => {
  it('is answered as one that was sent', async () => {
    const url = serve('/cat.png', (_request, response) => response.setHeader('content-type', 'text/plain').end(png));
    const { body: sent } = await server.query(QUERY, { source: { data: png.toString('base64') } });
    expect((await ask(url)).data).toEqual(sent.data);
    expect(sent.data.image.segmentation.segments[0].coverage).toBeGreaterThan(0.2);
  });

  it('is one outcome of images, as is one that cannot be fetched', async () => {
    const url = serve('/cat.png', (_request, response) => response.end(png));
    const { body } = await server.query(
      'query ($sources: [ImageSource!]!) { images(sources: $sources) { ... on Image { width } ... on Problem { index code } } }',
      { sources: [{ url }, { url: at('/none') }, { url: `http://wiki.example.com:${inside.port}/` }, { url: 'http://127.0.0.1/' }] },
    );
    expect(body.data.images).toEqual([
      { width: expect.any(Number) as number },
      { index: 1, code: 'URL_FAILED' },
      { index: 2, code: 'URL_FORBIDDEN' },
      { index: 3, code: 'URL_FORBIDDEN' },
    ]);
    expect(inside.connections).toBe(0);
  });

  it.each<[string, string, RequestListener]>([
    ['UNSUPPORTED_FORMAT', 'a page', (_request, response) => response.setHeader('content-type', 'image/png').end('<!doctype html><p>cat')],
    ['BAD_IMAGE', 'nothing', (_request, response) => response.setHeader('content-type', 'image/png').end()],
    ['URL_FAILED', 'status 500', (_request, response) => response.writeHead(500).end(png)],
    [
      'URL_FORBIDDEN',
      'a way inside',
      (_request, response) => response.writeHead(302, { location: `http://127.0.0.1:${inside.port}/` }).end(),
    ],
  ])('answers %s for %s', async (code, _what, handler) => {
    const body = await ask(serve('/other', handler));
    expect([body.data.image, body.errors[0].extensions.code]).toEqual([null, code]);
    expect(body.errors[0].message).not.toMatch(/127\.0\.0\.1|93\.184/);
    expect(inside.connections).toBe(0);
  });

  it('is let go of at once when the client leaves', async () => {
    const leaving = new AbortController();
    let closed = (): void => undefined;
    const gone = new Promise<void>((resolve) => (closed = resolve));
    const url = serve('/stalls', (request) => {
      request.socket.once('close', closed);
      leaving.abort();
    });
    const body = JSON.stringify({ query: QUERY, variables: { source: { url } } });
    const headers = { 'content-type': 'application/json' };
    await expect(fetch(`${server.url}graphql`, { method: 'POST', headers, body, signal: leaving.signal })).rejects.toThrow();
    await gone;
  });
});

describe('where addresses are not allowed', () => {
  it.each([
    ['by default', {}],
    ['offline', { URL_SOURCES: 'true', OFFLINE: true }],
    ['for another host', { URL_SOURCES: '*.example.net' }],
  ])('%s nothing is fetched', async (_what, settings) => {
    const network = localNetwork();
    const closed = await startTiny(settings, { network });
    try {
      const url = serve('/cat.png', (_request, response) => response.end(png));
      expect((await ask(url, closed)).errors[0].extensions.code).toBe('URL_FORBIDDEN');
      expect([network.asked, network.reached]).toEqual([[], []]);
    } finally {
      await closed.close();
    }
  });

  it('a wrong list keeps the server from starting', async () => {
    await expect(startTiny({ URL_SOURCES: 'https://example.com' })).rejects.toThrow(
      'DENSEQL_URL_SOURCES: "https://example.com" is no host.',
    );
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startServer } from '../../src/server/http.js';
import { redAndBlue } from './pictures.js';
import { startTiny } from './tiny-server.js';
import type { TinyServer } from './tiny-server.js';

let server: TinyServer;
beforeAll(async () => {
  server = await startTiny({ CORS_ORIGIN: 'https://app.example, https://other.example' });
});
afterAll(() => server.close());

const get = (path: string, headers: Record<string, string> = {}) => fetch(`${server.url}${path}`, { redirect: 'manual', headers });

describe('health', () => {
  it('is ready when the encoder is warm', async () => {
    const response = await get('health/ready');
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ status: 'ready', pack: 'tiny', device: 'cpu', queued: 0, restarts: 0 });
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it('is live but not ready before', async () => {
    const cold = await startServer({ ...server.app.config }, { signals: false, log: server.app.log });
    try {
      expect((await fetch(`${cold.url}health/live`)).status).toBe(200);
      const response = await fetch(`${cold.url}health/ready`);
      expect(response.status).toBe(503);
      expect(await response.json()).toMatchObject({ status: 'starting', device: null });
      await cold.ready();
      expect((await fetch(`${cold.url}health/ready`)).status).toBe(200);
    } finally {
      await cold.close();
    }
  });
});

describe('an upload', () => {
  it('is a source of pictures', async () => {
    const picture = await redAndBlue();
    const uploaded = await fetch(`${server.url}uploads`, { method: 'POST', body: new Uint8Array(picture) });
    const { id } = (await uploaded.json()) as { id: string };
    const { body } = await server.query('query ($id: ID!) { image(source: { upload: $id }) { width content } }', { id });
    expect(body.data.image).toEqual({ width: 448, content: id });
  });
});

// `npm test` builds the pages first.
describe.each([
  ['the playground', ''],
  ['GraphiQL', 'graphiql/'],
])('%s', (_name, path) => {
  it('is a page that is asked for anew, and may load nothing from elsewhere', async () => {
    const response = await get(path);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
    expect(response.headers.get('cache-control')).toBe('no-cache');
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).not.toMatch(/https?:|unsafe-eval|\*/);
  });
  it('has files that are kept for good, as their names change with them', async () => {
    const page = await (await get(path)).text();
    const files = [...page.matchAll(/(?:src|href)="([^":]+\.(?:js|css))"/g)].map(([, file]) => new URL(file!, `${server.url}${path}`));
    expect(files.length).toBeGreaterThanOrEqual(2);
    for (const file of files) {
      const response = await fetch(file);
      expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable']);
    }
  });
});

it('the playground runs no inline style', async () => {
  expect((await get('')).headers.get('content-security-policy')).toContain("style-src 'self';");
});

describe('other origins', () => {
  it('may read answers when they are allowed', async () => {
    const response = await get('health/live', { origin: 'https://app.example' });
    expect(response.headers.get('access-control-allow-origin')).toBeNull();
    const answer = await server.send('{"query":"{__typename}"}', { origin: 'https://app.example' });
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://app.example');
  });
  it('may not when they are not', async () => {
    const answer = await server.send('{"query":"{__typename}"}', { origin: 'https://evil.example' });
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('the log', () => {
  it('names requests by path, and keeps queries out', async () => {
    await server.query('{ serverInfo { version } }');
    const line = server.logged.find((entry) => entry['msg'] === 'request' && entry['path'] === '/graphql');
    expect(line).toMatchObject({ method: 'POST', status: 200, requestId: expect.any(String) });
    expect(JSON.stringify(server.logged)).not.toContain('serverInfo');
  });
});

it('does not say what it is made of', async () => {
  expect((await get('nowhere')).headers.get('x-powered-by')).toBeNull();
});

import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fixture } from '../../test/fixtures/pictures/fixtures.js';
import { createPictureStore, picturesRouter } from './pictures.js';

const made = (bytes: Uint8Array, mediaType = 'image/png') => ({ bytes, mediaType, width: 24, height: 16 });
const png = fixture('rgba.png');
const store = createPictureStore({ PICTURE_STORE_BYTES: 2000 });

let server: Server;
let origin = '';
beforeAll(async () => {
  server = express().use(picturesRouter(store)).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

it('serves a rendered picture under the hash of its content, for ever and as nothing but a picture', async () => {
  const path = await store.put(made(png));
  expect(path).toMatch(/^\/pictures\/[0-9a-f]{64}\.png$/);
  const response = await fetch(origin + path);
  expect(Buffer.from(await response.arrayBuffer()).equals(png)).toBe(true);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'content-type': 'image/png',
    'cache-control': 'public, max-age=31536000, immutable',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
  });
  const again = await fetch(origin + path, {
    headers: { 'if-none-match': response.headers.get('etag') ?? '', 'cache-control': 'max-age=0' },
  });
  expect(again.status).toBe(304);
});

it('gives one path to equal pictures and extensions by media type', async () => {
  expect(await store.put(made(Buffer.from(png)))).toBe(await store.put(made(png)));
  expect(await store.put(made(Buffer.from('a'), 'image/jpeg'))).toMatch(/\.jpg$/);
  expect(await store.put(made(Buffer.from('a'), 'image/webp'))).toMatch(/\.webp$/);
});

it.each(['/pictures/nope', `/pictures/${'0'.repeat(64)}.png`, '/pictures/..%2f..%2fetc%2fpasswd', '/pictures/__proto__.png'])(
  'answers 404 for %s, uncached',
  async (path) => {
    const response = await fetch(origin + path);
    expect([response.status, response.headers.get('cache-control')]).toEqual([404, 'no-store']);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'NOT_FOUND' } }] });
  },
);

it('lets the oldest go when its bytes are full, and has no path for what never fits', async () => {
  const first = await store.put(made(Buffer.alloc(1500, 1)));
  const second = await store.put(made(Buffer.alloc(1500, 2)));
  expect((await fetch(`${origin}${first}`)).status).toBe(404);
  expect((await fetch(`${origin}${second}`)).status).toBe(200);
  expect(await store.put(made(Buffer.alloc(2001)))).toBeNull();
  expect((await fetch(`${origin}${second}`)).status).toBe(200);
});

it('lets no client push out what another was given', async () => {
  const [one, other] = ['one', 'other'].map((who) => ({ who, scope: '' }));
  const kept = await store.put(made(Buffer.alloc(900, 7)), one);
  for (let index = 0; index < 20; index++) await store.put(made(Buffer.alloc(900, 100 + index)), other);
  expect((await fetch(`${origin}${kept}`)).status).toBe(200);
});

it('allows reading only', async () => {
  const response = await fetch(`${origin}/pictures/a.png`, { method: 'DELETE' });
  expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
});

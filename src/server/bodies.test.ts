import { getEventListeners, once } from 'node:events';
import { request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import express from 'express';
import type { Response as Answer } from 'express';
import { afterEach, expect, it } from 'vitest';
import { Bodies } from './bodies.js';
import { jsonBody } from './json-body.js';
import { typedErrors } from './typed-errors.js';

const LIMITS = {
  MAX_UPLOAD_BYTES: 1,
  MAX_BODY_BYTES: 10_000,
  PENDING_BYTES: 1,
  CLIENT_PENDING_BYTES: 1,
  BODY_STALL_MS: 5000,
  BODY_RATE: 1,
  MAX_VALUES: 9,
};
const text = JSON.stringify({ query: 'x'.repeat(7000) });

let server: Server;
afterEach(() => void server.close().closeAllConnections());

/** A server that has read bodies, and answers when it is told. */
async function start(limits = LIMITS) {
  const over = new AbortController().signal;
  const read: Answer[] = [];
  server = express()
    .use(jsonBody(limits, new Bodies(limits, over)), (_request, response) => {
      read.push(response);
      server.emit('read');
    })
    .use(typedErrors)
    .listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const send = (body: string | Buffer, headers: Record<string, string> = {}) =>
    fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : new Uint8Array(body),
    });
  return { read, send, url, over };
}

it.each([
  ['as they came', text, {}],
  ['as what they become where they are compressed', gzipSync(text), { 'content-encoding': 'gzip' }],
])('count until they are answered, %s', async (_name, body, headers) => {
  const { read, send } = await start();
  const first = send(body, headers);
  await once(server, 'read');
  expect((await send(text)).status).toBe(503);
  read[0]!.end();
  await first;
  const next = send(text);
  await once(server, 'read');
  read[1]!.end();
  expect((await next).status).toBe(200);
});

it('leave nothing behind, also where memory is collected while several come in', async () => {
  const { read, url, over } = await start({ ...LIMITS, PENDING_BYTES: 1_000_000, CLIENT_PENDING_BYTES: 1_000_000 });
  const headers = { 'content-type': 'application/json', 'content-length': text.length };
  const sent = Array.from({ length: 3 }, () => request(url, { method: 'POST', headers, agent: false }));
  for (const one of sent) one.write(text.slice(0, 10));
  await expect.poll(() => getEventListeners(over, 'abort').length).toBe(3);
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  for (const one of sent) one.end(text.slice(10));
  await expect.poll(() => read.length).toBe(3);
  expect(getEventListeners(over, 'abort')).toEqual([]);
  for (const response of read) response.end();
});

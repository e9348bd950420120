import { request as httpRequest } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import type { Config } from '../../src/core/config.js';
import { asData, painted } from './pictures.js';
import { startTiny } from './tiny-server.js';
import type { TinyServer } from './tiny-server.js';

const WEB = 'web-0123456789-abcdefghij';
const BATCH = 'batch-0123456789-abcdefghij';
const as = (key: string) => ({ authorization: `Bearer ${key}` });

let server: TinyServer;
const start = async (settings: Partial<Config>) => (server = await startTiny(settings));
afterEach(() => server.close());

const VERSION = JSON.stringify({ query: '{ serverInfo { version } }' });
const LIMITED = {
  errors: [{ message: expect.any(String) as string, extensions: { code: 'RATE_LIMITED', retryAfterMs: expect.any(Number) as number } }],
};

describe('requests of a key', () => {
  it('are as many a minute as it may send, and 429 beyond, whatever another key sends', async () => {
    await start({ API_KEYS: `web=${WEB};requests=3,batch=${BATCH};passes=7` });
    const answers = await Promise.all(Array.from({ length: 5 }, () => server.send(VERSION, as(WEB))));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 429, 429]);
    const refused = answers.find(({ status }) => status === 429)!;
    expect(refused.body).toEqual(LIMITED);
    const { retryAfterMs } = refused.body.errors[0].extensions as { retryAfterMs: number };
    expect(retryAfterMs).toBeGreaterThan(50_000);
    expect(Number(refused.headers.get('retry-after'))).toBe(Math.ceil(retryAfterMs / 1000));
    expect((await fetch(`${server.url}uploads`, { method: 'POST', headers: as(WEB) })).status).toBe(429);
    const limits = await server.send(
      JSON.stringify({ query: '{ serverInfo { limits { requestsPerMinute passesPerMinute } } }' }),
      as(BATCH),
    );
    expect(limits.body.data.serverInfo.limits).toEqual({ requestsPerMinute: null, passesPerMinute: 7 });
  });
});

/** Sends from another address of this machine. */
const from = (localAddress: string, key: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const headers = { ...as(key), 'content-type': 'application/json' };
    httpRequest(`${server.url}graphql`, { method: 'POST', headers, localAddress }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    })
      .on('error', reject)
      .end(VERSION);
  });

describe('wrong keys', () => {
  it('are all refused, a thousand in a row, most of them as too many; the right one works from there and from elsewhere', async () => {
    await start({ API_KEYS: `web=${WEB}` });
    const statuses: number[] = [];
    for (let i = 0; i < 1000; i += 50)
      statuses.push(
        ...(await Promise.all(Array.from({ length: 50 }, (_, j) => server.send(VERSION, as(`${WEB}${i + j}`))))).map(
          ({ status }) => status,
        ),
      );
    expect([401, 429].map((status) => statuses.filter((one) => one === status).length)).toEqual([20, 980]);
    const { body, headers } = await server.send(VERSION, as(`${WEB}x`));
    expect(body).toEqual(LIMITED);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await server.send(VERSION, as(WEB))).status).toBe(200);
    expect(await from('127.0.0.2', WEB)).toBe(200);
    // Its wrong ones are counted apart, and whoever sends none has not guessed.
    expect(await from('127.0.0.2', `${WEB}x`)).toBe(401);
    expect((await server.send(VERSION)).status).toBe(401);
  });
});

const QUERY = `query ($a: ImageSource!, $b: ImageSource!, $c: ImageSource!) {
  a: image(source: $a) { width segmentation(labels: ["red"]) { meta { encoderRuns } } more: segmentation(labels: ["blue"]) { meta { encoderRuns } } }
  b: image(source: $b) { width segmentation(labels: ["red"]) { meta { encoderRuns } } }
  c: image(source: $c) { width segmentation(labels: ["red"]) { meta { encoderRuns } } }
}`;
const sources = async (...colors: string[]) => Promise.all(colors.map(async (color) => asData(await painted(448, 448, color))));

describe('passes of a client', () => {
  it('are as many a minute as it may ask; the field that needs one more fails, what is known is answered', async () => {
    await start({ API_KEYS: `web=${WEB};passes=2,batch=${BATCH};passes=1` });
    const [a, b, c] = await sources('red', 'lime', 'blue');
    const ask = (key: string, variables: object) => server.send(JSON.stringify({ query: QUERY, variables }), as(key));
    // Equal pictures are one pass.
    const first = await ask(WEB, { a, b: a, c: b });
    expect(first.body.errors).toBeUndefined();
    expect(first.body.extensions.denseql.encoderRuns).toBe(2);

    const second = await ask(WEB, { a, b, c });
    expect(second.status).toBe(200);
    expect(second.body.data).toMatchObject({
      a: { more: { meta: { encoderRuns: 0 } } },
      b: { segmentation: {} },
      c: { width: 448, segmentation: null },
    });
    expect(second.body.errors).toEqual([
      {
        message: expect.stringContaining('The key "web" may ask 2 encoder passes a minute'),
        path: ['c', 'segmentation'],
        locations: expect.any(Array),
        extensions: { code: 'RATE_LIMITED', retryAfterMs: expect.any(Number) },
      },
    ]);
    // Another key has its own.
    expect((await ask(BATCH, { a: c, b: c, c })).body.errors).toBeUndefined();
  });
});

describe('a server without keys', () => {
  it('limits each address where it is told to', async () => {
    await start({ ADDRESS_REQUESTS: 2, ADDRESS_PASSES: 1 });
    const [a, b] = await sources('red', 'lime');
    const { body } = await server.query(QUERY, { a, b: a, c: b });
    // Whichever picture is decoded first has the one pass; equal pictures share it, or its refusal.
    const answered = ['a', 'b', 'c'].map((alias) => body.data[alias].segmentation !== null);
    expect(answered[0]).toBe(answered[1]);
    expect(answered[2]).toBe(!answered[0]);
    expect(body.errors[0].extensions.code).toBe('RATE_LIMITED');
    expect(await from('127.0.0.2', '')).toBe(200);
    expect((await server.query('{ __typename }')).status).toBe(200);
    const { status, body: refused } = await server.query('{ __typename }');
    expect([status, refused]).toEqual([429, LIMITED]);
    expect(await from('127.0.0.2', '')).toBe(200);
  });

  it('limits nobody otherwise', async () => {
    await start({});
    const statuses = await Promise.all(Array.from({ length: 50 }, async () => (await server.query('{ __typename }')).status));
    expect(new Set(statuses)).toEqual(new Set([200]));
  });
});
